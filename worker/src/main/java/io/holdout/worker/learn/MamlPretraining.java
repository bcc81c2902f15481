package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.Seeds;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Datasets;
import io.holdout.worker.data.Episode;
import io.holdout.worker.data.EpisodeSampler;
import io.holdout.worker.data.Metrics;
import io.holdout.worker.data.Scores;
import io.holdout.worker.data.Split;
import io.holdout.worker.data.TaskLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Multi-domain multi-task MAML (mm-MAML; Finn et al. 2017): each outer step one episode of one source task; inner SGD
 * from a zero head, differentiated through; outer Adam; transductive batch norm that leaves no trace (arXiv 2404.16000).
 */
final class MamlPretraining {
    private final PretrainSpec spec;
    private final PretrainSettings.Maml settings;
    private final Network network;
    private final List<Source> train = new ArrayList<>();
    private final List<Source> validation = new ArrayList<>();
    private final Progress progress;
    private final Head head = Head.number(0);

    /** A source task and the images of one split to draw episodes from. */
    private record Source(TaskRef task, Dataset dataset, TaskLabels labels, int[] pool) {}

    MamlPretraining(
            PretrainSpec spec, PretrainSettings.Maml settings, Network network, Datasets datasets, Progress progress) {
        this.spec = spec;
        this.settings = settings;
        this.network = network;
        this.progress = progress;
        for (TaskRef task : spec.sourceTasks()) {
            Dataset dataset = datasets.open(task.dataset());
            addUsable(train, task, dataset, Split.TRAIN, settings.minSamplesPerClass());
            addUsable(validation, task, dataset, Split.VAL, settings.minShots() + 1);
        }
        if (train.isEmpty()) {
            throw HoldoutException.user(
                    "TASK_UNUSABLE",
                    "no source task has two classes of " + settings.minSamplesPerClass()
                            + " training samples, which mm-maml needs");
        }
    }

    private void addUsable(List<Source> sources, TaskRef task, Dataset dataset, Split split, int minSamples) {
        TaskLabels labels = dataset.labels(task.task());
        int[] pool = dataset.split(split);
        if (EpisodeSampler.obstacle(labels, pool, minSamples, settings.minShots(), settings.queries())
                .isEmpty()) {
            sources.add(new Source(task, dataset, labels, pool));
        }
    }

    TrainingRun run(NDManager manager, Tensors start) {
        Parameters parameters = Parameters.of(manager, start);
        var autograd = new Autograd(manager);
        var adam = new Adam(manager, parameters.trained(), settings.learningRate());
        var run = new TrainingRun(settings.patience());
        while (!run.isOver(settings.maxEpochs())) {
            int epoch = run.count() + 1;
            double trainLoss = epoch(manager, parameters, autograd, adam, epoch);
            validate(manager, parameters, autograd, run, trainLoss);
        }
        return run;
    }

    private double epoch(NDManager manager, Parameters parameters, Autograd autograd, Adam adam, int epoch) {
        int count = train.size() * settings.episodesPerTask();
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        int[] order = Shuffle.of(numbers, Seeds.derive(spec.seed(), "episode order", epoch));
        double sum = 0;
        for (int step = 0; step < count; step++) {
            Source source = train.get(order[step] % train.size());
            long seed = Seeds.derive(spec.seed(), "meta episode", source.task, epoch, order[step] / train.size());
            Episode episode = EpisodeSampler.meta(source.labels, source.pool, settings, seed);
            try (NDManager scope = manager.newSubManager()) {
                sum += outerStep(scope, parameters, autograd, source, episode, seed);
                adam.step();
            }
            tell(epoch, step + 1, count);
        }
        return sum / count;
    }

    /** Adds the gradient of the adapted network's query loss to the parameters; the query loss. */
    private double outerStep(
            NDManager scope, Parameters parameters, Autograd autograd, Source source, Episode episode, long seed) {
        NDArray support = batch(scope, source, episode.support(), Seeds.derive(seed, "support"));
        NDArray query = batch(scope, source, episode.query(), Seeds.derive(seed, "query"));
        var supportLoss = new Loss(scope, episode.supportTargets(), null);
        var queryLoss = new Loss(scope, episode.queryTargets(), null);
        Parameters fast = withHead(scope, parameters, episode);
        NDArray value = Gradients.recording(() -> {
            for (int k = 0; k < settings.innerSteps(); k++) {
                innerStep(fast, autograd, supportLoss, support, settings.secondOrder());
            }
            NDArray mean = queryLoss.of(network.logits(fast, head, query, BatchNormMode.TRANSDUCTIVE));
            Gradients.backward(mean);
            return mean;
        });
        return Loss.finite(value, "meta-training on " + source.task);
    }

    private Parameters withHead(NDManager scope, Parameters parameters, Episode episode) {
        Parameters fast = parameters.copyOfMap();
        head.addZeros(
                fast,
                scope,
                network.backbone().features(),
                episode.supportTargets().headOutputs());
        return fast;
    }

    /** One step of inner SGD: the parameters in {@code fast} are replaced, the old ones stay as they are. */
    private void innerStep(Parameters fast, Autograd autograd, Loss loss, NDArray support, boolean secondOrder) {
        NDArray value = loss.of(network.logits(fast, head, support, BatchNormMode.TRANSDUCTIVE));
        List<String> names = fast.trainedNames();
        List<NDArray> gradients = autograd.of(value, fast.trained(), secondOrder);
        for (int i = 0; i < names.size(); i++) {
            // the gradient comes first: a result belongs to the manager of its first operand, here this step's
            NDArray step = gradients.get(i).mul(-settings.innerLearningRate());
            fast.put(names.get(i), step.add(fast.get(names.get(i))));
        }
    }

    private NDArray batch(NDManager scope, Source source, int[] samples, long seed) {
        return settings.augment()
                ? network.augmentedBatch(scope, source.dataset.images(), samples, seed)
                : network.batch(scope, source.dataset.images(), samples);
    }

    private void validate(
            NDManager manager, Parameters parameters, Autograd autograd, TrainingRun run, double trainLoss) {
        double loss = 0;
        double auroc = 0;
        int scored = 0;
        int measured = 0;
        for (Source source : validation) {
            for (int number = 0; number < settings.validationEpisodes(); number++) {
                long seed = Seeds.derive(spec.seed(), "validation episode", source.task, number);
                Episode episode = EpisodeSampler.meta(source.labels, source.pool, validationSettings(), seed);
                try (NDManager scope = manager.newSubManager()) {
                    float[] logits = adapt(scope, parameters, autograd, source, episode);
                    NDArray array = scope.create(
                            logits,
                            new Shape(
                                    episode.query().length,
                                    episode.queryTargets().headOutputs()));
                    loss += new Loss(scope, episode.queryTargets(), null)
                            .of(array)
                            .getFloat();
                    measured++;
                    Scores scores = Metrics.score(episode.queryTargets(), logits);
                    if (!Double.isNaN(scores.auroc())) {
                        auroc += scores.auroc();
                        scored++;
                    }
                }
                stopIfTold();
            }
        }
        run.epoch(
                trainLoss,
                measured == 0 ? Double.NaN : loss / measured,
                scored == 0 ? Double.NaN : auroc / scored,
                parameters.backboneTensors());
    }

    /** Validation episodes come from a small split: the class filter is what an episode needs at least. */
    private PretrainSettings.Maml validationSettings() {
        return new PretrainSettings.Maml(
                settings.learningRate(),
                settings.innerLearningRate(),
                settings.innerSteps(),
                settings.secondOrder(),
                settings.maxEpochs(),
                settings.episodesPerTask(),
                settings.patience(),
                settings.minShots(),
                settings.maxShots(),
                settings.queries(),
                settings.minShots() + 1,
                settings.validationEpisodes(),
                settings.validationInnerSteps(),
                false);
    }

    /** Query logits after the validation's inner steps; first order, nothing kept from step to step but the weights. */
    private float[] adapt(NDManager scope, Parameters parameters, Autograd autograd, Source source, Episode episode) {
        NDArray support = network.batch(scope, source.dataset.images(), episode.support());
        NDArray query = network.batch(scope, source.dataset.images(), episode.query());
        var loss = new Loss(scope, episode.supportTargets(), null);
        Parameters fast = withHead(scope, parameters, episode);
        for (int k = 0; k < settings.validationInnerSteps(); k++) {
            try (NDManager step = scope.newSubManager()) {
                support.tempAttach(step);
                Gradients.recording(() -> {
                    innerStep(fast, autograd, loss, support, false);
                    return fast;
                });
                for (String name : fast.trainedNames()) {
                    NDArray leaf = fast.get(name).stopGradient();
                    leaf.attach(scope);
                    leaf.setRequiresGradient(true);
                    fast.put(name, leaf);
                }
            }
        }
        return network.logits(fast, head, query, BatchNormMode.TRANSDUCTIVE).toFloatArray();
    }

    private void tell(int epoch, int step, int count) {
        stopIfTold();
        progress.at(
                (long) (epoch - 1) * count + step,
                (long) settings.maxEpochs() * count,
                String.format(Locale.ROOT, "epoch %d, episode %d of %d", epoch, step, count));
    }

    private void stopIfTold() {
        if (progress.shouldStop()) {
            throw new StoppedException();
        }
    }
}
