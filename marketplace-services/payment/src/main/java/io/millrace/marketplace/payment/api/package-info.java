/** Payments over HTTP. */
@NullMarked
package io.millrace.marketplace.payment.api;

import org.jspecify.annotations.NullMarked;
