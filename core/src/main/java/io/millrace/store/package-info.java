/** The event store: streams of versioned events. */
@NullMarked
package io.millrace.store;

import org.jspecify.annotations.NullMarked;
