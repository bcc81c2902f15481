package io.holdout.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.holdout.coordinator.sweep.SweepEvent;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md. */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.holdout");

    @Test
    void all_modules_are_looked_at() {
        for (String module : new String[] {"protocol", "coordinator", "worker", "cli"}) {
            assertTrue(ALL.stream().anyMatch(each -> each.getPackageName().startsWith("io.holdout." + module)), module);
        }
    }

    @Test
    void protocol_depends_on_nothing_of_ours() {
        noClasses()
                .that()
                .resideInAPackage("io.holdout.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.holdout.coordinator..", "io.holdout.worker..", "io.holdout.cli..")
                .check(ALL);
    }

    @Test
    void coordinator_and_worker_never_see_each_other() {
        noClasses()
                .that()
                .resideInAPackage("io.holdout.coordinator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.holdout.worker..", "io.holdout.cli..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("io.holdout.worker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.holdout.coordinator..", "io.holdout.cli..")
                .check(ALL);
    }

    @Test
    void only_worker_learn_knows_djl() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.holdout.worker.learn..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(ALL);
    }

    @Test
    void only_the_cassandra_journal_knows_the_cassandra_driver() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.holdout.coordinator.journal.cassandra..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.datastax..")
                .check(ALL);
    }

    @Test
    void only_the_s3_store_knows_the_aws_sdk() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.holdout.protocol.artifact.s3..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(ALL);
    }

    @Test
    void only_actors_the_web_the_wire_and_the_command_know_pekko() {
        noClasses()
                .that()
                .haveNameNotMatching(".*(Actor|SweepInbox)([$].*)?")
                .and()
                .resideOutsideOfPackages(
                        "io.holdout.cli..",
                        "io.holdout.coordinator.web..",
                        "io.holdout.protocol.wire..",
                        "io.holdout.protocol.message..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.pekko..")
                .check(ALL);
    }

    @Test
    void what_decides_has_no_clock_no_files_and_no_random_source() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.holdout.coordinator.collect..",
                        "io.holdout.coordinator.plan..",
                        "io.holdout.coordinator.schedule..",
                        "io.holdout.coordinator.search..",
                        "io.holdout.coordinator.spec..",
                        "io.holdout.coordinator.report..",
                        "io.holdout.coordinator.simulate..")
                .or()
                .haveNameMatching(
                        "io[.]holdout[.]coordinator[.]sweep[.](Decider|Dispatch|Evolver|Turn|Batches|Front|LeaseClock|WorkerRegistry)([$].*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.file..", "java.net..", "java.time..", "java.sql..", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(ALL);
    }

    @Test
    void every_event_is_a_record() {
        classes()
                .that()
                .areMemberClasses()
                .and()
                .implement(SweepEvent.class)
                .should()
                .beRecords()
                .check(ALL);
    }
}
