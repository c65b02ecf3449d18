/** Runs benchmarks, computes medians and ratios, and prints them. */
@NullMarked
package io.millrace.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
