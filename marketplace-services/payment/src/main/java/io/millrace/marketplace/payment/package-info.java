/** Takes the money for orders, and gives it back. */
@NullMarked
package io.millrace.marketplace.payment;

import org.jspecify.annotations.NullMarked;
