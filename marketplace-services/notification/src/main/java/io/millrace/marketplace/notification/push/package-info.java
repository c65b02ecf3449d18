/** News of orders, pushed to browsers. */
@NullMarked
package io.millrace.marketplace.notification.push;

import org.jspecify.annotations.NullMarked;
