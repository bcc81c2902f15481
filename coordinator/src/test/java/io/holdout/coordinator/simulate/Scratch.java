package io.holdout.coordinator.simulate;

import java.util.*;
import java.util.stream.*;

class Scratch {
    public static void main(String[] a) {
        long from = Long.parseLong(a[0]);
        int n = Integer.parseInt(a[1]);
        if (a.length > 2) {
            var v = Simulation.run(from, (java.util.function.Consumer<String>) System.out::println);
            System.out.println(v.text());
            return;
        }
        long t = System.nanoTime();
        List<Verdict> vs = LongStream.range(from, from + n)
                .parallel()
                .mapToObj(Simulation::run)
                .toList();
        var by = new TreeMap<Object, List<Verdict>>();
        for (Verdict v : vs)
            if (!v.held())
                by.computeIfAbsent(v.broken(), k -> new ArrayList<>()).add(v);
        System.out.println("ms " + (System.nanoTime() - t) / 1000000 + " steps "
                + vs.stream().mapToLong(Verdict::steps).sum() + " max "
                + vs.stream().mapToLong(Verdict::steps).max() + " recoveries "
                + vs.stream().mapToLong(Verdict::recoveries).sum());
        by.forEach((k, l) -> {
            System.out.println("== " + k + " x" + l.size());
            l.stream().limit(6).forEach(v -> {
                String s = v.text().replace("\n", " ");
                System.out.println("   " + s.substring(0, Math.min(700, s.length())));
            });
        });
    }
}
