/** The tables that the orders' events are folded into, and what is read from them. */
@NullMarked
package io.millrace.marketplace.orderquery.readmodel;

import org.jspecify.annotations.NullMarked;
