package io.holdout.micro;

import io.holdout.protocol.trial.CanonicalJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs this package's benchmarks with JMH's profile of allocation, and prints a line of JSON for each, after one for the size
 * of each message.
 *
 * <p>Arguments: {@code --quick} for a smoke; a part of the names of the classes to run, such as {@code Table}.
 */
public final class MicroBenchmark {
    static final List<String> GROUPS = List.of(
            SweepMicro.class.getSimpleName(),
            TableMicro.class.getSimpleName(),
            SamplerMicro.class.getSimpleName(),
            ReaderMicro.class.getSimpleName(),
            SerializationMicro.class.getSimpleName());

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private MicroBenchmark() {}

    /**
     * How long it takes.
     *
     * @param iterations JMH's: warm-up, measured
     * @param forks processes, one after the other; 0 for this one
     */
    record Effort(int forks, List<Integer> iterations, TimeValue each) {
        static final Effort WHOLE = new Effort(1, List.of(4, 6), TimeValue.milliseconds(500));
        static final Effort QUICK = new Effort(1, List.of(1, 1), TimeValue.milliseconds(200));
        static final Effort SMOKE = new Effort(0, List.of(0, 1), TimeValue.milliseconds(20));
    }

    /**
     * One benchmark.
     *
     * @param nanos of an operation, the mean of all iterations
     * @param lowestNanos of one iteration
     * @param allocatedBytes of an operation
     */
    record Measured(
            String what,
            TreeMap<String, String> parameters,
            double nanos,
            double lowestNanos,
            double highestNanos,
            double allocatedBytes) {}

    public static void main(String[] arguments) throws RunnerException {
        var words = new ArrayList<>(Arrays.asList(arguments));
        boolean quick = words.remove("--quick");
        String pattern = words.isEmpty() ? "" : words.get(0);
        if (SerializationMicro.class.getSimpleName().contains(pattern)) {
            SerializationMicro.sizes().forEach(each -> System.out.println(CanonicalJson.write(each)));
        }
        Effort effort = quick ? Effort.QUICK : Effort.WHOLE;
        for (String group : GROUPS) {
            // what is done is said, should the next one fail
            if (group.contains(pattern)) {
                run(group, effort).forEach(each -> System.out.println(CanonicalJson.write(each)));
            }
        }
        // an actor system of the sizes may still be there
        System.exit(0);
    }

    /** @param pattern of the benchmarks' names; empty for all */
    static List<Measured> run(String pattern, Effort effort) throws RunnerException {
        var options = new OptionsBuilder()
                .include("io\\.holdout\\.micro\\..*" + pattern)
                .mode(Mode.AverageTime)
                .timeUnit(java.util.concurrent.TimeUnit.NANOSECONDS)
                .forks(effort.forks())
                .warmupIterations(effort.iterations().get(0))
                .warmupTime(effort.each())
                .measurementIterations(effort.iterations().get(1))
                .measurementTime(effort.each())
                .addProfiler(GCProfiler.class)
                .jvmArgs("-Xmx1g", "-XX:+UseSerialGC", "-Dslf4j.internal.verbosity=ERROR")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        return results.stream().map(MicroBenchmark::measured).toList();
    }

    private static Measured measured(RunResult result) {
        var parameters = new TreeMap<String, String>();
        result.getParams()
                .getParamsKeys()
                .forEach(key -> parameters.put(key, result.getParams().getParam(key)));
        String name = result.getParams().getBenchmark();
        var primary = result.getPrimaryResult();
        double allocated = 0;
        var secondary = result.getSecondaryResults();
        for (String key : secondary.keySet()) {
            if (key.endsWith(ALLOCATED)) {
                allocated = secondary.get(key).getScore();
            }
        }
        return new Measured(
                name.substring("io.holdout.micro.".length()),
                parameters,
                primary.getScore(),
                primary.getStatistics().getMin(),
                primary.getStatistics().getMax(),
                allocated);
    }
}
