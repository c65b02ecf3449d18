/** The e-mails, counted to be compared with the books of other services. */
@NullMarked
package io.millrace.marketplace.notification.audit;

import org.jspecify.annotations.NullMarked;
