/** A line for each order, folded from the event store: what the service itself can count. */
@NullMarked
package io.millrace.marketplace.ordering.ledger;

import org.jspecify.annotations.NullMarked;
