/** The card processor as this service sees it, and the way to it over HTTP. */
@NullMarked
package io.millrace.marketplace.payment.processor;

import org.jspecify.annotations.NullMarked;
