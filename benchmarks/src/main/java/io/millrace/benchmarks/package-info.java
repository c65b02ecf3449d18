/** Measures Millrace beside the raw limit of the same servers in the same run. */
@NullMarked
package io.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
