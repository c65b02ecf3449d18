package io.millrace.marketplace.contracts;

import io.millrace.event.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The mail server took an e-mail about an order.
 *
 * @param messageId the Message-ID header; a mail that was sent twice has it twice
 * @param emailType what the mail is for, such as {@link #CONFIRMATION}; more may come. Null means a confirmation
 */
@EventType("EmailSent")
public record EmailSent(
        UUID orderId,
        String orderNumber,
        String recipient,
        String messageId,
        Instant sentAt,
        @Nullable String emailType)
        implements MarketplaceEvent {

    public static final String CONFIRMATION = "CONFIRMATION";

    /** The confirmation of an order. */
    public EmailSent(UUID orderId, String orderNumber, String recipient, String messageId, Instant sentAt) {
        this(orderId, orderNumber, recipient, messageId, sentAt, null);
    }

    /** Whether the mail confirms the order, and is not about what became of it later. */
    public boolean confirms() {
        return emailType == null || emailType.equals(CONFIRMATION);
    }
}
