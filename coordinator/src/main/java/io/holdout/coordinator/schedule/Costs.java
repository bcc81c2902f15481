package io.holdout.coordinator.schedule;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * How long trials take, learned from finished ones. The logarithm of milliseconds a GFLOP is taken as the sum of a group's
 * share and a device's, so that what was never seen together is estimated from what was. Immutable.
 */
public final class Costs {
    /** Nothing was measured. */
    public static final Costs NONE = new Costs(HashTreePMap.empty());

    /** An {@code sm_90} is taken to do 10 TFLOP/s until something was measured. */
    private static final double ASSUMED = Math.log(0.1);
    /** What is assumed of a device counts as much as one finished trial. */
    private static final double WEIGHT_OF_ASSUMPTION = 1;

    private static final int ROUNDS = 8;
    private static final int EACH_UP_TO = 16;
    /** Before two trials of a group have finished, one takes from half to twice as long as another. */
    private static final double ASSUMED_SPREAD = Math.log(2);

    private record Cell(String group, String device) {}

    /** Number, sum and sum of squares of logarithms. */
    private record Moments(double count, double sum, double squares) {
        private static final Moments NONE = new Moments(0, 0, 0);

        Moments plus(Moments other) {
            return new Moments(count + other.count, sum + other.sum, squares + other.squares);
        }

        Moments plus(double value) {
            return new Moments(count + 1, sum + value, squares + value * value);
        }
    }

    private final PMap<Cell, Moments> cells;
    /** Made when it is first asked for: a sweep that recovers learns from all its trials before. */
    private volatile @Nullable Shares shares;

    private Costs(PMap<Cell, Moments> cells) {
        this.cells = cells;
    }

    /** The two sides of the sum that fit what was measured best. */
    private static final class Shares {
        private final Map<String, Double> groups = new HashMap<>();
        private final Map<String, Double> devices = new HashMap<>();
        private final double usual;

        Shares(PMap<Cell, Moments> cells) {
            for (int round = 0; round < ROUNDS; round++) {
                cells.keySet().forEach(cell -> groups.put(cell.group(), group(cells, cell.group())));
                cells.keySet().forEach(cell -> devices.put(cell.device(), device(cells, cell.device())));
            }
            double count = 0;
            double sum = 0;
            for (var cell : cells.entrySet()) {
                count += cell.getValue().count();
                sum += cell.getValue().count()
                        * groups.getOrDefault(cell.getKey().group(), ASSUMED);
            }
            usual = count == 0 ? ASSUMED : sum / count;
        }

        /** What is left of a group's logarithms without those of its devices, on average. */
        private double group(PMap<Cell, Moments> cells, String name) {
            double count = 0;
            double sum = 0;
            for (var cell : cells.entrySet()) {
                if (cell.getKey().group().equals(name)) {
                    Moments moments = cell.getValue();
                    count += moments.count();
                    sum += moments.sum()
                            - moments.count() * device(cell.getKey().device());
                }
            }
            return sum / count;
        }

        private double device(PMap<Cell, Moments> cells, String name) {
            double count = WEIGHT_OF_ASSUMPTION;
            double sum = WEIGHT_OF_ASSUMPTION * assumed(name);
            for (var cell : cells.entrySet()) {
                if (cell.getKey().device().equals(name)) {
                    Moments moments = cell.getValue();
                    count += moments.count();
                    sum += moments.sum()
                            - moments.count()
                                    * groups.getOrDefault(cell.getKey().group(), ASSUMED);
                }
            }
            return sum / count;
        }

        double group(String name) {
            return groups.getOrDefault(name, usual);
        }

        double device(String name) {
            Double share = devices.get(name);
            return share == null ? assumed(name) : share;
        }

        private static double assumed(String device) {
            return Math.log(Device.assumedSlowness(device));
        }
    }

    private Shares shares() {
        Shares known = shares;
        if (known == null) {
            known = new Shares(cells);
            shares = known;
        }
        return known;
    }

    /** A trial of this cost has finished. */
    public Costs learn(String group, String device, double cost, long millis) {
        if (cost <= 0 || millis <= 0) {
            return this;
        }
        var cell = new Cell(group, device);
        Moments moments = cells.getOrDefault(cell, Moments.NONE).plus(Math.log(millis / cost));
        return new Costs(cells.plus(cell, moments));
    }

    /**
     * Whether so many trials of a group have finished on a device that the mean may have moved since it was so before: each
     * of the first {@value #EACH_UP_TO}, then {@value #EACH_UP_TO} over and over while their number doubles.
     */
    boolean isMilestone(String group, String device) {
        long count =
                (long) cells.getOrDefault(new Cell(group, device), Moments.NONE).count();
        long step = Math.max(1, Long.highestOneBit(count) / EACH_UP_TO);
        return count % step == 0;
    }

    /** Whether nothing was measured yet. */
    public boolean isEmpty() {
        return cells.isEmpty();
    }

    /** Finished trials of this group, on whatever device. */
    double count(String group) {
        return cells.entrySet().stream()
                .filter(cell -> cell.getKey().group().equals(group))
                .mapToDouble(cell -> cell.getValue().count())
                .sum();
    }

    /** The device on which most was measured; one of which nothing is known if nothing was. */
    public String usualDevice() {
        return devices().entrySet().stream()
                .max(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(Device.UNKNOWN.name());
    }

    /** Devices on which trials finished, and how many. */
    public Map<String, Double> devices() {
        var counts = new TreeMap<String, Double>();
        cells.forEach((cell, moments) -> counts.merge(cell.device(), moments.count(), Double::sum));
        return counts;
    }

    /** What both have measured. */
    public Costs plus(Costs other) {
        PMap<Cell, Moments> all = cells;
        for (var entry : other.cells.entrySet()) {
            Moments before = all.getOrDefault(entry.getKey(), Moments.NONE);
            all = all.plus(entry.getKey(), before.plus(entry.getValue()));
        }
        return new Costs(all);
    }

    /** Milliseconds a GFLOP of this group on a device of slowness 1. */
    public double millisPerUnit(String group) {
        return Math.exp(shares().group(group));
    }

    /** How many times longer a trial takes on this device than on one of slowness 1. */
    public double slowness(String device) {
        return Math.exp(shares().device(device));
    }

    /** Estimated milliseconds of a trial. */
    public double millis(String group, String device, double cost) {
        return cost * millisPerUnit(group) * slowness(device);
    }

    /** By how much the logarithm of a trial's time differs from its estimate, usually; a standard deviation. */
    public double spread(String group) {
        return within(group).orElseGet(() -> within(null).orElse(ASSUMED_SPREAD));
    }

    private OptionalDouble within(@Nullable String group) {
        double count = 0;
        double squares = 0;
        for (var entry : cells.entrySet()) {
            if (group == null || entry.getKey().group().equals(group)) {
                Moments m = entry.getValue();
                double expected = shares().group(entry.getKey().group())
                        + shares().device(entry.getKey().device());
                count += m.count();
                squares += m.squares() - 2 * expected * m.sum() + m.count() * expected * expected;
            }
        }
        return count < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(Math.max(0, squares) / (count - 1)));
    }
}
