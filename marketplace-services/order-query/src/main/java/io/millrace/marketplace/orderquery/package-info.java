/** The read side of the marketplace: orders as people look at them. */
@NullMarked
package io.millrace.marketplace.orderquery;

import org.jspecify.annotations.NullMarked;
