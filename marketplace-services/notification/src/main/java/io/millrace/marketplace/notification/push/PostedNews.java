package io.millrace.marketplace.notification.push;

import java.util.UUID;

/**
 * News with their place in the log.
 *
 * @param json on one line
 */
record PostedNews(long position, UUID orderId, String json) {}
