package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.time.Instant;
import java.util.UUID;

/**
 * The mail server took the confirmation of an order.
 *
 * @param messageId the Message-ID header; a mail that was sent twice has it twice
 */
@EventType("EmailSent")
public record EmailSent(UUID orderId, String orderNumber, String recipient, String messageId, Instant sentAt)
        implements MarketplaceEvent {}
