package io.holdout.coordinator.journal.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CassandraExtension.class)
class CassandraEpochsTest {
    @Test
    void the_newest_claim_holds_and_the_older_no_longer_does(CassandraServer server) {
        CassandraAddress address = Keyspaces.shared(server);
        try (CqlSession one = CassandraSessions.open(address);
                CqlSession other = CassandraSessions.open(address)) {
            one.execute("TRUNCATE " + address.keyspace() + ".coordinator_epoch");
            var old = new CassandraEpochs(one, address);
            var young = new CassandraEpochs(other, address);

            assertFalse(old.holds(0), "nobody took one yet");
            assertEquals(1, old.claim("old"));
            assertTrue(old.holds(1));
            assertEquals(2, young.claim("young"));
            assertFalse(old.holds(1));
            assertTrue(young.holds(2));
            assertFalse(young.holds(3));
        }
    }

    @Test
    void of_many_that_claim_at_once_each_gets_another_epoch_and_one_holds(CassandraServer server) throws Exception {
        CassandraAddress address = Keyspaces.shared(server);
        int claimers = 8;
        var start = new CyclicBarrier(claimers);
        ExecutorService threads = Executors.newFixedThreadPool(claimers);
        try (CqlSession session = CassandraSessions.open(address)) {
            var claims = new ArrayList<Callable<Long>>();
            for (int i = 0; i < claimers; i++) {
                claims.add(() -> {
                    start.await();
                    return new CassandraEpochs(session, address).claim("same name");
                });
            }
            var taken = new TreeSet<Long>();
            for (Future<Long> claim : threads.invokeAll(claims)) {
                taken.add(claim.get());
            }
            var epochs = new CassandraEpochs(session, address);

            assertEquals(claimers, taken.size());
            assertEquals(
                    List.of(taken.last()), taken.stream().filter(epochs::holds).toList());
        } finally {
            threads.shutdownNow();
        }
    }
}
