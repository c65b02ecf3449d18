/** What a demo's mail server received. */
@NullMarked
package io.millrace.marketplace.notification.mailbox;

import org.jspecify.annotations.NullMarked;
