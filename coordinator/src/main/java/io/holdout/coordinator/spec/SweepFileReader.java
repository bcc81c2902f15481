package io.holdout.coordinator.spec;

import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.trial.BackboneSpec;
import java.io.StringReader;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads a sweep file. Defaults are the paper's (arXiv 2404.16000, section 6 of its protocol). */
final class SweepFileReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final List<String> BACKBONES = List.of("conv4", "resnet18", "resnet50");
    private static final int MOST = 1_000_000;
    /** conv4 halves the image four times. */
    private static final int SMALLEST_IMAGE = 16;

    private final Problems problems;
    private final Catalogue catalogue;

    SweepFileReader(String file, Catalogue catalogue) {
        this.problems = new Problems(file);
        this.catalogue = catalogue;
    }

    SweepFile read(String text) {
        Node root = compose(text);
        if (problems.none() && !(root instanceof MappingNode)) {
            problems.atStart("holds no keys; see examples/ and docs/sweep.schema.json");
        }
        problems.throwIfAny();
        var top = new Section(root, problems);
        List<String> datasets = datasets(top);
        List<TaskRef> targets = targets(top, datasets);
        var training = new TrainingSections(problems);
        int imageSize = top.integer("image_size", 224, SMALLEST_IMAGE, 1024);
        SweepFile.MultiTask multiTask = training.multiTask(top.section("mm_pt"));
        SweepFile.Maml maml = training.maml(top.section("mm_maml"));
        SweepFile.Supervised supervised = training.supervised(top.section("supervised"));
        var search = new SearchSection(problems, strategy -> switch (strategy) {
            case MM_PT -> multiTask.epochs();
            case MM_MAML -> maml.epochs();
            case SUPERVISED -> supervised.epochs();
            case RANDOM_INIT, IMAGENET -> 0;
        });
        var file = new SweepFile(
                name(top),
                datasets,
                targets,
                sourceTasks(top),
                strategies(top),
                backbones(top, imageSize),
                adaptations(top),
                top.integers("shots", 5, 1, 1000),
                top.integer("queries", 10, 1, 1000),
                top.integer("episodes", 100, 1, 100_000),
                top.integer("min_samples_per_class", 50, 1, MOST),
                top.integers("seed", 0, Integer.MIN_VALUE, Integer.MAX_VALUE),
                training.fineTune(top.section("fine_tune")),
                training.linearProbe(top.section("linear_probe")),
                training.distances(top.section("nearest_centroid")),
                multiTask,
                maml,
                supervised,
                search.read(top.section("search")));
        top.refuseOthers();
        if (problems.none()) {
            new Consistency(file, top, problems).check();
        }
        problems.throwIfAny();
        return file;
    }

    private @Nullable Node compose(String text) {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(10);
        options.setNestingDepthLimit(20);
        options.setCodePointLimit(1 << 20);
        try {
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            if (mark == null) {
                problems.atStart("is not YAML: " + e.getProblem());
            } else {
                problems.at(mark, "is not YAML: " + e.getProblem());
            }
        } catch (YAMLException e) {
            problems.atStart("is not YAML: " + e.getMessage());
        }
        return null;
    }

    private String name(Section top) {
        Node node = top.value("sweep");
        if (node == null) {
            problems.atStart("the key 'sweep', the name of the sweep, is missing");
            return "";
        }
        boolean word = Tag.STR.equals(node.getTag()) || Tag.INT.equals(node.getTag());
        String name = word ? Section.scalar(node, null) : "";
        if (!NAME.matcher(name).matches()) {
            problems.at(
                    node,
                    "'sweep' is " + Section.describe(node)
                            + ", must be a name of lower-case letters, digits and '-', at most 63");
        }
        return name;
    }

    private List<String> datasets(Section top) {
        List<String> all = catalogue.datasets().stream().map(DatasetInfo::id).toList();
        return top.words("datasets", all, all).stream().sorted().toList();
    }

    private List<TaskRef> targets(Section top, List<String> datasets) {
        List<TaskInfo> tasks = catalogue.tasks().stream()
                .filter(task -> datasets.contains(task.dataset()))
                .toList();
        Set<String> allowed = new LinkedHashSet<>(List.of("all", "primary"));
        allowed.addAll(datasets);
        tasks.forEach(task -> allowed.add(task.ref().toString()));
        List<String> chosen = top.list("targets", List.of("all"), node -> {
            String text = Section.scalar(node, null);
            if (allowed.contains(text)) {
                return Optional.of(text);
            }
            problems.at(
                    node,
                    "'targets' names " + Section.describe(node) + Nearest.hint(text, allowed)
                            + " Allowed: all, primary, a dataset (" + String.join(", ", datasets)
                            + ") or a task as dataset/task");
            return Optional.empty();
        });
        List<TaskRef> primary =
                catalogue.primaryTasks().stream().map(TaskInfo::ref).toList();
        return tasks.stream()
                .map(TaskInfo::ref)
                .filter(task -> chosen.contains("all")
                        || chosen.contains("primary") && primary.contains(task)
                        || chosen.contains(task.dataset())
                        || chosen.contains(task.toString()))
                .toList();
    }

    private static List<SweepFile.SourceTasks> sourceTasks(Section top) {
        return top.words("source_tasks", List.of("all"), List.of("all", "primary")).stream()
                .map(word -> SweepFile.SourceTasks.valueOf(word.toUpperCase(Locale.ROOT)))
                .sorted()
                .toList();
    }

    private List<Strategy> strategies(Section top) {
        List<String> all = Arrays.stream(Strategy.values()).map(Strategy::word).toList();
        return top.words("strategies", List.of("imagenet", "mm-pt", "mm-maml"), all).stream()
                .map(Strategy::of)
                .sorted()
                .toList();
    }

    private static List<Adaptation> adaptations(Section top) {
        return top.words("adaptations", List.of(Adaptation.FINE_TUNE.word()), Adaptation.words()).stream()
                .map(Adaptation::of)
                .sorted()
                .toList();
    }

    private List<BackboneSpec> backbones(Section top, int imageSize) {
        return top.list(
                "backbones",
                List.of(new BackboneSpec("resnet18", 0, imageSize), new BackboneSpec("resnet50", 0, imageSize)),
                node -> backbone(top, node, imageSize));
    }

    private Optional<BackboneSpec> backbone(Section top, Node node, int imageSize) {
        Node nameNode = node;
        int width = 64;
        if (node instanceof MappingNode mapping && mapping.getValue().size() == 1) {
            nameNode = mapping.getValue().get(0).getKeyNode();
            var settings = new Section(mapping.getValue().get(0).getValueNode(), problems);
            if (nameNode instanceof ScalarNode scalar && scalar.getValue().equals("conv4")) {
                width = settings.integer("width", width, 1, 1024);
            }
            settings.refuseOthers();
        }
        int channels = width;
        return top.word("backbones", nameNode, BACKBONES)
                .map(name -> new BackboneSpec(name, name.equals("conv4") ? channels : 0, imageSize));
    }
}
