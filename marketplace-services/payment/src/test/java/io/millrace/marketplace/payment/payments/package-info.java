@NullMarked
package io.millrace.marketplace.payment.payments;

import org.jspecify.annotations.NullMarked;
