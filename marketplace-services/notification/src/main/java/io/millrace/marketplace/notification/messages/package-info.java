/** What is read from other services. */
@NullMarked
package io.millrace.marketplace.notification.messages;

import org.jspecify.annotations.NullMarked;
