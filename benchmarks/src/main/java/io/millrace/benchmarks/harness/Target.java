package io.millrace.benchmarks.harness;

/** What the ratio of a figure to its limit should be. */
public sealed interface Target {

    boolean metBy(double ratio);

    String words();

    static Target atLeast(double ratio) {
        return new AtLeast(ratio);
    }

    static Target atMost(double ratio) {
        return new AtMost(ratio);
    }

    /** Measured to be known. */
    static Target none() {
        return new None();
    }

    record AtLeast(double ratio) implements Target {
        @Override
        public boolean metBy(double measured) {
            return measured >= ratio;
        }

        @Override
        public String words() {
            return ">= " + Numbers.ratio(ratio);
        }
    }

    record AtMost(double ratio) implements Target {
        @Override
        public boolean metBy(double measured) {
            return measured <= ratio;
        }

        @Override
        public String words() {
            return "<= " + Numbers.ratio(ratio);
        }
    }

    record None() implements Target {
        @Override
        public boolean metBy(double measured) {
            return true;
        }

        @Override
        public String words() {
            return "-";
        }
    }
}
