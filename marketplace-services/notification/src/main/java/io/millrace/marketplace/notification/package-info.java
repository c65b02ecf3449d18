/** Tells customers about their orders. */
@NullMarked
package io.millrace.marketplace.notification;

import org.jspecify.annotations.NullMarked;
