package io.millrace.marketplace.ordering.audit;

import io.millrace.log.Checkpoints;
import io.millrace.marketplace.ordering.ledger.Ledger;
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
 * Orders as the ledger has them, each question with one statement. Times are those of this process, which stamps the
 * events. An order with an event that the ledger has not folded yet counts as restless.
 */
@Component
@Import(AuditController.class)
final class OrderAudit implements OrderBooks {

    private final JdbcClient jdbc;
    private final Checkpoints checkpoints;
    private final Clock clock;
    private final Duration deadline;

    OrderAudit(
            JdbcClient jdbc,
            Checkpoints checkpoints,
            Clock clock,
            @Value("${marketplace.checkout-deadline}") Duration deadline) {
        this.jdbc = jdbc;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.deadline = deadline;
    }

    private record Restive(UUID orderId, boolean overdue) {}

    @Override
    public Restless restless(Instant since) {
        // Read before the statement: what is folded in between is named once too often, and never too seldom.
        long folded = checkpoints.position(Ledger.SUBSCRIPTION);
        List<Restive> restive = jdbc.sql("""
                        SELECT order_id, bool_or(overdue) AND NOT bool_or(unfolded) AS overdue
                        FROM (
                            SELECT order_id, placed_at < ? AS overdue, FALSE AS unfolded
                            FROM ordering.ledger
                            WHERE status = 'CREATED'
                            UNION ALL
                            SELECT order_id, FALSE, FALSE
                            FROM ordering.ledger
                            WHERE changed_at > ?
                            UNION ALL
                            SELECT stream_id::uuid, FALSE, TRUE
                            FROM ordering.events
                            WHERE position > ? AND stream_type = 'Order') AS restive
                        GROUP BY order_id
                        LIMIT ?
                        """)
                .params(
                        clock.instant().minus(deadline).atOffset(ZoneOffset.UTC),
                        since.atOffset(ZoneOffset.UTC),
                        folded,
                        Restless.MOST + 1)
                .query(Restive.class)
                .list();
        return new Restless(
                since,
                restive.stream().map(Restive::orderId).toList(),
                restive.stream().filter(Restive::overdue).map(Restive::orderId).toList());
    }

    @Override
    public List<Part> totals(Settled settled) {
        return jdbc.sql("""
                        SELECT book.*
                        FROM (
                            SELECT (mark & 255)::integer AS part,
                                   currency,
                                   count(*) FILTER (WHERE confirmed) AS confirmed,
                                   bit_xor(mark) FILTER (WHERE confirmed) AS confirmed_mark,
                                   bit_xor(hashtextextended(currency, hash_numeric_extended(total, mark))) FILTER (WHERE confirmed) AS owed_mark,
                                   sum(total) FILTER (WHERE confirmed) AS owed_amount,
                                   count(*) FILTER (WHERE paid) AS paid,
                                   bit_xor(mark) FILTER (WHERE paid) AS paid_mark,
                                   count(*) FILTER (WHERE status = 'CANCELLED') AS cancelled,
                                   bit_xor(mark) FILTER (WHERE status = 'CANCELLED') AS cancelled_mark
                            FROM (
                                SELECT status, total, currency,
                                       status IN ('PAID', 'SHIPPED') AS confirmed,
                                       paid_at IS NOT NULL AS paid,
                                       uuid_hash_extended(order_id, 0) AS mark
                                FROM ordering.ledger
                                WHERE changed_at <= ?
                                  AND NOT EXISTS (
                                      SELECT FROM unnest(?) AS left_out (id)
                                      WHERE id = order_id)) AS settled
                            GROUP BY 1, 2) AS parts
                        CROSS JOIN LATERAL (
                            VALUES ('CONFIRMED', part, NULL, confirmed, confirmed_mark, NULL::numeric),
                                   ('OWED', part, currency, confirmed, owed_mark, owed_amount),
                                   ('PAID', part, NULL, paid, paid_mark, NULL),
                                   ('CANCELLED', part, NULL, cancelled, cancelled_mark, NULL))
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
                        SELECT book.order_set,
                               order_id,
                               CASE WHEN book.with_amount THEN currency END AS currency,
                               CASE WHEN book.with_amount THEN total END AS amount
                        FROM ordering.ledger
                        CROSS JOIN LATERAL (
                            VALUES ('CONFIRMED', FALSE, status IN ('PAID', 'SHIPPED')),
                                   ('OWED', TRUE, status IN ('PAID', 'SHIPPED')),
                                   ('PAID', FALSE, paid_at IS NOT NULL),
                                   ('CANCELLED', FALSE, status = 'CANCELLED'))
                            AS book (order_set, with_amount, holds)
                        WHERE book.holds
                          AND (uuid_hash_extended(order_id, 0) & 255)::integer = ANY (?)
                        """)
                .param(new SqlArrayValue("integer", parts.toArray()))
                .query(Member.class)
                .list();
    }
}
