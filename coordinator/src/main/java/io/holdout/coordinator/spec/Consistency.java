package io.holdout.coordinator.spec;

import io.holdout.coordinator.search.Parameter;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Checks that values which are fine one by one also fit each other. */
final class Consistency {
    private final SweepFile file;
    private final Section top;
    private final Problems problems;

    Consistency(SweepFile file, Section top, Problems problems) {
        this.file = file;
        this.top = top;
        this.problems = problems;
    }

    void check() {
        file.searches().forEach(this::searchedOnce);
        episodes(top, Collections.max(file.shots()), file.queries(), file.minSamplesPerClass());
        SweepFile.Maml maml = file.maml();
        episodes(top.section("mm_maml"), maml.maxShots(), maml.queries(), maml.minSamplesPerClass());
    }

    /** What is searched for has no list of its own beside: which of both should hold? */
    private void searchedOnce(SearchChoice choice) {
        for (Parameter parameter : choice.search().space().parameters()) {
            String[] path = parameter.name().split("\\.", 2);
            String section =
                    path.length == 2 ? path[0] : choice.strategy().word().replace('-', '_');
            Node node = top.section(section).value(path[path.length - 1]);
            if (node instanceof SequenceNode list && list.getValue().size() > 1) {
                at(
                        node,
                        "'" + section + "." + path[path.length - 1] + "' is a list of "
                                + list.getValue().size() + " and is searched for by 'search." + choice.strategy()
                                + "'; give it one value or none");
            }
        }
    }

    /** Support and query images are drawn without replacement from classes of at least the smallest allowed size. */
    private void episodes(Section section, int shots, int queries, int smallestClass) {
        if (shots + queries > smallestClass) {
            at(
                    section.first("shots", "queries", "min_samples_per_class"),
                    "an episode takes " + shots + " shots and " + queries
                            + " queries of a class, but 'min_samples_per_class' lets in classes of " + smallestClass
                            + " images, must be at least " + (shots + queries));
        }
    }

    private void at(@Nullable Node node, String what) {
        if (node == null) {
            problems.atStart(what);
        } else {
            problems.at(node, what);
        }
    }
}
