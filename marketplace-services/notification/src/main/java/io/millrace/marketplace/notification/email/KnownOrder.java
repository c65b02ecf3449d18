package io.millrace.marketplace.notification.email;

import io.millrace.marketplace.contracts.OrderCreated;

/**
 * An order that a customer can be written to about.
 *
 * @param paid whether it was heard of that the order was paid
 */
record KnownOrder(OrderCreated placed, boolean paid) {}
