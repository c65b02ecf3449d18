package io.millrace.benchmarks.harness;

/**
 * Something that can be measured.
 *
 * @param compares what the figure is and what its limit is, in a line
 */
public record Benchmark(String name, String unit, Target target, String compares, Opening opening) {

    /** Brings everything to where measuring can begin. */
    @FunctionalInterface
    public interface Opening {
        Contest open() throws Exception;
    }
}
