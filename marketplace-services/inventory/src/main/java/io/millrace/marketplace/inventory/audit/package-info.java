/** The reservations, counted to be compared with the books of other services. */
@NullMarked
package io.millrace.marketplace.inventory.audit;

import org.jspecify.annotations.NullMarked;
