/** The payments, counted to be compared with the books of other services. */
@NullMarked
package io.millrace.marketplace.payment.audit;

import org.jspecify.annotations.NullMarked;
