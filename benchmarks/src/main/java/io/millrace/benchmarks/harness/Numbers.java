package io.millrace.benchmarks.harness;

import java.util.Locale;

/** Numbers for tables, the same in every locale. */
public final class Numbers {

    private Numbers() {}

    /** Whole from 100 on, with separators; else with two decimals. */
    public static String of(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }

    static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    static String exact(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
