package io.millrace.testkit;

import java.util.Arrays;
import java.util.Random;

/** Draws keys of which few are frequent and many are rare: the n-th is drawn in proportion to 1/n. For one thread. */
public final class ZipfKeys {

    private final Random random;
    private final double[] sums;

    public ZipfKeys(long seed, int keys) {
        this.random = new Random(seed);
        this.sums = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += 1.0 / (i + 1);
            sums[i] = sum;
        }
    }

    /** A number from 0 to below the number of keys. */
    public int next() {
        int found = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
        return found >= 0 ? found : -found - 1;
    }
}
