/** Checks that what was stored or sent in the past stays readable. */
@NullMarked
package io.millrace.testkit.evolution;

import org.jspecify.annotations.NullMarked;
