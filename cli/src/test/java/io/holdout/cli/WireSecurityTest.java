package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.worker.data.demo.DemoData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who may join a cluster whose nodes speak TLS; real nodes, real handshakes. */
class WireSecurityTest {
    private static final Instant YESTERDAY = Instant.now().minus(Duration.ofDays(1));
    private static final Instant TOMORROW = YESTERDAY.plus(Duration.ofDays(2));
    private static final String CLUSTER = "holdout-test-cluster";

    private static CertificateAuthority authority;
    private static CertificateAuthority.Issued member;

    @TempDir
    Path folder;

    private final List<ActorSystem<Void>> systems = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void makeAuthority() {
        authority = CertificateAuthority.create("test-ca", YESTERDAY, TOMORROW);
        member = authority.issue(CLUSTER, YESTERDAY, TOMORROW);
    }

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(log);
    }

    @AfterEach
    void stop() {
        systems.forEach(ActorSystem::terminate);
        systems.forEach(
                system -> system.getWhenTerminated().toCompletableFuture().join());
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(log);
    }

    private TlsFolder tls(String name, CertificateAuthority by, CertificateAuthority.Issued issued) throws IOException {
        Path made = Files.createDirectories(folder.resolve(name));
        Files.writeString(made.resolve("ca.crt"), CertificateAuthority.pem(by.certificate()));
        Files.writeString(made.resolve("tls.crt"), issued.certificate());
        Files.writeString(made.resolve("tls.key"), issued.key());
        return new TlsFolder(made);
    }

    private ActorSystem<Void> node(String role, Config tls) {
        var config = tls.withFallback(ClusterConfig.of(List.of(role), "127.0.0.1", 0))
                .withFallback(ConfigFactory.load())
                .resolve();
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), ClusterConfig.SYSTEM, config);
        systems.add(system);
        return system;
    }

    private ActorSystem<Void> coordinator() throws IOException {
        var system =
                node("coordinator", tls("member", authority, member).checked().config());
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        await("the coordinator is up", () -> members(system) == 1);
        return system;
    }

    private ActorSystem<Void> joining(ActorSystem<Void> coordinator, Config tls) {
        var system = node("worker", tls);
        var seed = Cluster.get(coordinator).selfMember().address();
        // a node without TLS takes another protocol's name for the same address
        var address = new org.apache.pekko.actor.Address(
                Cluster.get(system).selfMember().address().protocol(),
                ClusterConfig.SYSTEM,
                seed.getHost().orElseThrow(),
                seed.getPort().orElseThrow());
        Cluster.get(system).manager().tell(new JoinSeedNodes(List.of(address)));
        return system;
    }

    private static long members(ActorSystem<Void> system) {
        long[] up = {0};
        Cluster.get(system).state().getMembers().forEach(each -> up[0] += each.status() == MemberStatus.up() ? 1 : 0);
        return up[0];
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain until " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private long logged(String... texts) {
        return List.copyOf(log.list).stream()
                .map(event -> event.getFormattedMessage() + " "
                        + (event.getThrowableProxy() == null
                                ? ""
                                : event.getThrowableProxy().getMessage()))
                .filter(line -> List.of(texts).stream().anyMatch(line::contains))
                .count();
    }

    /** The stranger tries again and again, is turned away each time, and does the cluster no harm. */
    private void cannotJoin(Config stranger, String... reasons) throws IOException {
        ActorSystem<Void> coordinator = coordinator();
        ActorSystem<Void> outside = joining(coordinator, stranger);
        await("three tries failed", () -> logged("Couldn't join seed nodes") >= 3);
        await("it is told why: " + List.of(reasons), () -> logged(reasons) >= 1);
        assertEquals(1, members(coordinator));
        assertEquals(0, members(outside));
        ActorSystem<Void> welcome =
                joining(coordinator, tls("second", authority, member).checked().config());
        await("a member still can join", () -> members(coordinator) == 2 && members(welcome) == 2);
    }

    @Test
    void a_node_without_tls_cannot_join() throws IOException {
        cannotJoin(ConfigFactory.empty(), "did not complete", "Connection reset");
    }

    @Test
    void a_certificate_of_another_authority_cannot_join() throws IOException {
        var other = CertificateAuthority.create("test-ca", YESTERDAY, TOMORROW);
        var forged = other.issue(CLUSTER, YESTERDAY, TOMORROW);
        cannotJoin(tls("forged", other, forged).checked().config(), "certificat", "PKIX", "signature");
    }

    @Test
    void a_certificate_that_trusts_the_authority_but_is_not_of_it_cannot_join() throws IOException {
        var forged = CertificateAuthority.create("self", YESTERDAY, TOMORROW).issue(CLUSTER, YESTERDAY, TOMORROW);
        cannotJoin(tls("self", authority, forged).config(), "certificat", "PKIX", "signature");
    }

    @Test
    void an_expired_certificate_cannot_join() throws IOException {
        var expired = authority.issue(CLUSTER, YESTERDAY, YESTERDAY.plusSeconds(60));
        cannotJoin(tls("expired", authority, expired).config(), "certificat", "PKIX", "validity");
    }

    @Test
    void a_certificate_of_the_same_authority_for_another_cluster_cannot_join() throws IOException {
        var neighbour = authority.issue("another-cluster", YESTERDAY, TOMORROW);
        cannotJoin(tls("neighbour", authority, neighbour).checked().config(), "peer subject names");
    }

    @Test
    void files_that_no_node_could_use_are_told_before_anything_starts() throws IOException {
        assertBad("does not exist", new TlsFolder(folder.resolve("none")));
        var expired = authority.issue(CLUSTER, YESTERDAY, YESTERDAY.plusSeconds(60));
        assertBad("tls.crt expired at", tls("expired", authority, expired));
        var early = authority.issue(CLUSTER, TOMORROW, TOMORROW.plusSeconds(60));
        assertBad("tls.crt is not valid before", tls("early", authority, early));
        var other = authority.issue(CLUSTER, YESTERDAY, TOMORROW);
        assertBad(
                "tls.key is not the key of tls.crt",
                tls("mixed", authority, new CertificateAuthority.Issued(member.certificate(), other.key())));
        assertBad(
                "tls.crt was not issued by ca.crt",
                tls("wrong", CertificateAuthority.create("other", YESTERDAY, TOMORROW), member));
        assertBad("names 'localhost'", tls("generic", authority, authority.issue("localhost", YESTERDAY, TOMORROW)));
        assertBad(
                "tls.key is no RSA key",
                tls("damaged", authority, new CertificateAuthority.Issued(member.certificate(), "secret")));
        assertBad(
                "tls.crt is no X.509 certificate",
                tls("empty", authority, new CertificateAuthority.Issued("nothing", member.key())));
    }

    private static void assertBad(String what, TlsFolder tls) {
        var refused = assertThrows(HoldoutException.class, tls::checked);
        assertEquals("BAD_TLS", refused.failure().code());
        assertTrue(refused.getMessage().contains(what), refused.getMessage());
        assertFalse(refused.getMessage().contains("secret"), "no file's content is shown");
    }

    @Test
    void a_sweep_runs_over_tls_with_certificates_that_the_command_made() throws Exception {
        Path certificates = folder.resolve("tls");
        assertEquals(ExitCode.OK, holdout("certificates", certificates.toString()));
        assertEquals(3, holdout("certificates", certificates.toString()), "no key is ever written over");
        Path data = folder.resolve("data");
        DemoData.write(data, 1, List.of("bus"), (done, all) -> {});
        Path file = Files.writeString(
                folder.resolve("tiny.yaml"),
                """
                sweep: tiny
                datasets: [bus]
                targets: [bus/malignancy]
                strategies: [random-init]
                backbones: [{conv4: {width: 8}}]
                image_size: 32
                episodes: 2
                fine_tune: {steps: [2], episodes_per_trial: 1}
                """);
        Path home = folder.resolve("home");

        int code = holdout(
                "run",
                file.toString(),
                "--data",
                data.toString(),
                "--home",
                home.toString(),
                "--workers",
                "1",
                "--tls-folder",
                certificates.toString());

        assertEquals(ExitCode.OK, code, err.toString());
        for (String node : List.of("coordinator", "worker-1")) {
            assertTrue(Files.readString(home.resolve("logs/" + node + ".log")).contains("Artery tls-tcp"), node);
        }
    }

    private int holdout(String... arguments) {
        return Main.execute(new PrintWriter(err, true), arguments);
    }
}
