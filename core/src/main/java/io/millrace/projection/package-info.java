/** Read models that are folded from events. */
@NullMarked
package io.millrace.projection;

import org.jspecify.annotations.NullMarked;
