@NullMarked
package io.millrace.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
