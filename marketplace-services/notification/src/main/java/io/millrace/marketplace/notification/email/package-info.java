/** E-mails about orders, over SMTP. */
@NullMarked
package io.millrace.marketplace.notification.email;

import org.jspecify.annotations.NullMarked;
