/** The orders, counted to be compared with the books of other services. */
@NullMarked
package io.millrace.marketplace.ordering.audit;

import org.jspecify.annotations.NullMarked;
