package io.holdout.coordinator.journal.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.journal.Projection;
import io.holdout.coordinator.sweep.Evolver;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.protocol.artifact.LocalArtifactStore;
import io.holdout.protocol.message.RunAttempt;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes, three copies: one may die unnoticed, two stop the sweep, and nothing acknowledged is lost. */
@Tag("cluster")
@ExtendWith(CassandraExtension.class)
class QuorumLossTest {
    private static final String SWEEP =
            "strategies: [random-init]\nepisodes: 40\nfine_tune: {steps: [5], episodes_per_trial: 1}\n";

    @TempDir
    Path folder;

    @Test
    void one_dead_node_of_three_is_no_outage_and_two_are_one_that_ends_when_one_is_back() throws Exception {
        List<CassandraServer> nodes = CassandraServer.several(3);
        try {
            // one after the other: nodes that join at once may disagree about who owns what
            nodes.forEach(CassandraServer::start);
            var address = new CassandraAddress(
                    nodes.stream().map(CassandraServer::contactPoint).toList(),
                    "quorum",
                    CassandraAddress.DEFAULT_DATACENTER,
                    Optional.empty(),
                    false,
                    Optional.empty());
            new CassandraSchema(address).create(3);
            try (var journal = new CassandraJournal(address);
                    var coordinator = new RunningCoordinator(
                            journal, new LocalArtifactStore(folder), List.of(), Projection.NONE)) {
                run(nodes, journal, coordinator);
            }
        } finally {
            nodes.forEach(CassandraServer::close);
        }
    }

    private static void run(List<CassandraServer> nodes, CassandraJournal journal, RunningCoordinator coordinator)
            throws Exception {
        var acknowledged = new TreeSet<String>();
        assertNull(coordinator.submit("three", SWEEP));
        acknowledged.addAll(coordinator.finish(coordinator.someOrders(30)));

        nodes.get(2).kill();
        acknowledged.addAll(coordinator.finish(coordinator.someOrders(30)));
        assertNull(coordinator.view("three").unavailable(), "two of three are a quorum");

        List<RunAttempt> running = coordinator.someOrders(30);
        nodes.get(1).kill();
        running.forEach(coordinator::report);
        CassandraJournalTest.await(
                "one of three is none", () -> coordinator.view("three").unavailable() != null);

        nodes.get(2).start();
        acknowledged.addAll(coordinator.finish(running));
        assertEquals(3 * 30, acknowledged.size());
        SweepState[] state = {SweepState.EMPTY};
        try (var reader = journal.reader()) {
            reader.events("three", event -> state[0] = Evolver.evolve(state[0], event));
        }
        assertEquals(acknowledged.size(), state[0].counts().succeeded());
        assertEquals(0, state[0].divergences());
        // last, since it takes the coordinator's place: one node is still dead
        long epoch = journal.epochs().claim("with two nodes");
        assertTrue(journal.epochs().holds(epoch));
    }
}
