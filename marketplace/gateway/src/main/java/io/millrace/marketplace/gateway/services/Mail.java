package io.millrace.marketplace.gateway.services;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An e-mail that the demo's mail server received. */
public record Mail(String to, String subject, @Nullable Instant receivedAt, String text) {

    /** Whether subject or text name it. */
    public boolean mentions(String orderNumber) {
        return subject.contains(orderNumber) || text.contains(orderNumber);
    }
}
