package io.millrace.benchmarks.harness;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The repetitions of a benchmark: pairs of a figure and the limit that was measured right after it. */
public record Measurement(List<Pair> pairs) {

    /** One repetition. */
    public record Pair(double figure, double limit) {
        double ratio() {
            return figure / limit;
        }
    }

    public Measurement {
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("a measurement has at least one repetition");
        }
        pairs = List.copyOf(pairs);
    }

    /** The median of the figures. */
    public double figure() {
        return median(Pair::figure);
    }

    /** The median of the limits. */
    public double limit() {
        return median(Pair::limit);
    }

    /** The median figure to the median limit; between the smallest and the largest ratio of a repetition. */
    public double ratio() {
        return figure() / limit();
    }

    public double ratioMin() {
        return pairs.stream().mapToDouble(Pair::ratio).min().orElseThrow();
    }

    public double ratioMax() {
        return pairs.stream().mapToDouble(Pair::ratio).max().orElseThrow();
    }

    private double median(ToDoubleFunction<Pair> of) {
        double[] sorted = pairs.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
