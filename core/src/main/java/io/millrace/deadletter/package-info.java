/** Messages that could not be handled or published, kept with their cause. */
@NullMarked
package io.millrace.deadletter;

import org.jspecify.annotations.NullMarked;
