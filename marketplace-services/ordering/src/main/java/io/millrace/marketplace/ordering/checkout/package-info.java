/** How a placed order gets its goods and its payment, or is called off. */
@NullMarked
package io.millrace.marketplace.ordering.checkout;

import org.jspecify.annotations.NullMarked;
