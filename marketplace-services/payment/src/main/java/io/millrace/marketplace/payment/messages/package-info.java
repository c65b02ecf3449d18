/** What the service is told by others. */
@NullMarked
package io.millrace.marketplace.payment.messages;

import org.jspecify.annotations.NullMarked;
