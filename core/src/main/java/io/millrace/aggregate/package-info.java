/** Aggregates as pure functions over their events, and the handler that runs them. */
@NullMarked
package io.millrace.aggregate;

import org.jspecify.annotations.NullMarked;
