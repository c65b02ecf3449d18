package io.millrace.marketplace.notification.email;

import io.millrace.consumer.Received;
import io.millrace.marketplace.contracts.EmailSent;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Confirms each order by e-mail, and says that it did.
 *
 * <p>The inbox keeps a repeated event from sending a second mail. SMTP knows no transactions, though: if this
 * process dies after the mail server took a mail and before the transaction that records it has committed, the
 * mail is sent again. Both have the same Message-ID, made from the event's id, so that a mailbox which looks at
 * it shows one. The other way round nothing is lost: what is recorded as sent was taken by the server.
 */
@Component
final class EmailService {

    private final ConfirmationMailer mailer;
    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;

    EmailService(ConfirmationMailer mailer, JdbcClient jdbc, Outbox outbox, Clock clock) {
        this.mailer = mailer;
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
    }

    void confirm(Received<OrderCreated> received) {
        OrderCreated order = received.event();
        UUID eventId = received.metadata().eventId();
        String messageId = mailer.send(order, eventId);
        Instant sentAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        jdbc.sql("""
                        INSERT INTO notification.confirmations (event_id, order_id, recipient, message_id, sent_at)
                        VALUES (?, ?, ?, ?, ?::timestamptz)
                        """)
                .params(eventId, order.orderId(), order.email(), messageId, sentAt.toString())
                .update();
        EmailSent sent = new EmailSent(order.orderId(), order.orderNumber(), order.email(), messageId, sentAt);
        outbox.add(new OutgoingEvent("Email", order.orderId().toString(), sent));
    }
}
