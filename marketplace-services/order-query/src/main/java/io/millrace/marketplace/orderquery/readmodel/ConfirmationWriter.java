package io.millrace.marketplace.orderquery.readmodel;

import io.millrace.marketplace.contracts.EmailSent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Writes when the confirmations of orders were sent: beside the orders, for either may be heard of first. */
@Component
final class ConfirmationWriter {

    /** The earliest confirmation of each order in a batch. */
    static final class Batch {

        private final Map<UUID, Instant> sentAt = new HashMap<>();

        /** Other mails than confirmations are passed over. */
        void sent(EmailSent event) {
            if (!event.confirms()) {
                return;
            }
            sentAt.merge(event.orderId(), event.sentAt(), (a, b) -> a.isBefore(b) ? a : b);
        }
    }

    private final JdbcClient jdbc;

    ConfirmationWriter(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes part in the caller's transaction. */
    void write(Batch batch) {
        jdbc.sql("""
                        INSERT INTO order_query.order_confirmation AS kept (order_id, sent_at)
                        SELECT * FROM unnest(?::uuid[], ?::timestamptz[])
                        ON CONFLICT (order_id) DO UPDATE SET sent_at = LEAST(kept.sent_at, EXCLUDED.sent_at)
                        """)
                .param(new SqlArrayValue("uuid", batch.sentAt.keySet().toArray()))
                .param(new SqlArrayValue("timestamptz", batch.sentAt.values().toArray()))
                .update();
    }
}
