/** What became of the money of each order, and the sagas that move it. */
@NullMarked
package io.millrace.marketplace.payment.payments;

import org.jspecify.annotations.NullMarked;
