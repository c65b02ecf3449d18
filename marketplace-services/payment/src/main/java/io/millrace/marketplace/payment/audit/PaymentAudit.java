package io.millrace.marketplace.payment.audit;

import io.millrace.marketplace.service.audit.AuditController;
import io.millrace.marketplace.service.audit.Member;
import io.millrace.marketplace.service.audit.OrderBooks;
import io.millrace.marketplace.service.audit.Part;
import io.millrace.marketplace.service.audit.Restless;
import io.millrace.marketplace.service.audit.Settled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Payments of orders, each question with one statement. Times are those of this process. A payment that is to be given
 * back is restless until that is done, for it may have to wait for the card processor; but no longer than the deadline.
 */
@Component
@Import(AuditController.class)
final class PaymentAudit implements OrderBooks {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration deadline;

    PaymentAudit(JdbcClient jdbc, Clock clock, @Value("${marketplace.checkout-deadline}") Duration deadline) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.deadline = deadline;
    }

    @Override
    public Restless restless(Instant since) {
        List<UUID> orders = jdbc.sql("""
                        SELECT order_id
                        FROM payment.payments
                        WHERE updated_at > ?
                        UNION
                        SELECT order_id
                        FROM payment.payments
                        WHERE refund_reason IS NOT NULL
                          AND status IN ('PENDING', 'CHARGED', 'REFUNDING')
                          AND updated_at > ?
                        LIMIT ?
                        """)
                .params(
                        since.atOffset(ZoneOffset.UTC),
                        clock.instant().minus(deadline).atOffset(ZoneOffset.UTC),
                        Restless.MOST + 1)
                .query(UUID.class)
                .list();
        return Restless.of(since, orders);
    }

    @Override
    public List<Part> totals(Settled settled) {
        return jdbc.sql("""
                        SELECT book.*
                        FROM (
                            SELECT (mark & 255)::integer AS part,
                                   currency,
                                   count(*) FILTER (WHERE status = 'PENDING') AS open,
                                   bit_xor(mark) FILTER (WHERE status = 'PENDING') AS open_mark,
                                   count(*) FILTER (WHERE charged) AS charged,
                                   sum(amount) FILTER (WHERE charged) AS charged_amount,
                                   count(*) FILTER (WHERE charged AND status = 'REFUNDED') AS refunded,
                                   sum(amount) FILTER (WHERE charged AND status = 'REFUNDED') AS refunded_amount,
                                   count(*) FILTER (WHERE charged AND status <> 'REFUNDED') AS kept,
                                   sum(amount) FILTER (WHERE charged AND status <> 'REFUNDED') AS kept_amount,
                                   bit_xor(hashtextextended(currency, hash_numeric_extended(amount, mark)))
                                       FILTER (WHERE charged AND status <> 'REFUNDED') AS kept_mark
                            FROM (
                                SELECT status, amount, currency,
                                       payment_id IS NOT NULL AS charged,
                                       uuid_hash_extended(order_id, 0) AS mark
                                FROM payment.payments
                                WHERE updated_at <= ?
                                  AND NOT EXISTS (
                                      SELECT FROM unnest(?) AS left_out (id)
                                      WHERE id = order_id)) AS settled
                            GROUP BY 1, 2) AS parts
                        CROSS JOIN LATERAL (
                            VALUES ('OPEN', part, NULL, open, open_mark, NULL::numeric),
                                   ('CHARGED', part, currency, charged, 0, charged_amount),
                                   ('REFUNDED', part, currency, refunded, 0, refunded_amount),
                                   ('KEPT', part, currency, kept, kept_mark, kept_amount))
                            AS book (order_set, part, currency, orders, mark, amount)
                        WHERE book.orders > 0
                        """)
                .params(
                        settled.before().atOffset(ZoneOffset.UTC),
                        new SqlArrayValue("uuid", settled.leftOut().toArray()))
                .query(Part.class)
                .list();
    }

    @Override
    public List<Member> members(List<Integer> parts) {
        return jdbc.sql("""
                        SELECT CASE WHEN status = 'PENDING' THEN 'OPEN' ELSE 'KEPT' END AS order_set,
                               order_id, currency, amount
                        FROM payment.payments
                        WHERE (status = 'PENDING' OR payment_id IS NOT NULL AND status <> 'REFUNDED')
                          AND (uuid_hash_extended(order_id, 0) & 255)::integer = ANY (?)
                        """)
                .param(new SqlArrayValue("integer", parts.toArray()))
                .query(Member.class)
                .list();
    }
}
