package io.millrace.marketplace.notification.email;

import io.millrace.marketplace.contracts.EmailSent;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Sends letters, keeps a record of each, and tells others.
 *
 * <p>SMTP knows no transactions: if this process dies after the mail server took a mail and before the transaction
 * that records it has committed, the mail is sent again. Both have the same Message-ID, made from the order and the
 * type of the mail, so that a mailbox which looks at it shows one. The other way round nothing is lost: what is
 * recorded as sent was taken by the server.
 */
@Component
final class PostRoom {

    private final Mailer mailer;
    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;

    PostRoom(Mailer mailer, JdbcClient jdbc, Outbox outbox, Clock clock) {
        this.mailer = mailer;
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
    }

    void send(Occasion occasion, KnownOrder order) {
        OrderCreated placed = order.placed();
        EmailType type = occasion.emailType();
        String messageId = "<%s.%s@marketplace.local>".formatted(placed.orderId(), type.inLowerCase());
        mailer.send(placed.email(), messageId, Letters.of(occasion, order));
        EmailSent sent = new EmailSent(
                placed.orderId(),
                placed.orderNumber(),
                placed.email(),
                messageId,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                type.durableName());
        record(type, sent);
        outbox.add(new OutgoingEvent("Email", placed.orderId().toString(), sent));
    }

    private void record(EmailType type, EmailSent sent) {
        jdbc.sql("""
                        INSERT INTO notification.emails (order_id, email_type, recipient, message_id, sent_at)
                        VALUES (?, ?, ?, ?, ?::timestamptz)
                        """)
                .params(
                        sent.orderId(),
                        type.durableName(),
                        sent.recipient(),
                        sent.messageId(),
                        sent.sentAt().toString())
                .update();
    }
}
