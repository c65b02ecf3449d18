/** The one idea: an append-only log with positions, and subscriptions that move a cursor along it. */
@NullMarked
package io.millrace.log;

import org.jspecify.annotations.NullMarked;
