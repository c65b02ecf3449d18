package io.millrace.marketplace.inventory.audit;

import io.millrace.marketplace.service.audit.AuditController;
import io.millrace.marketplace.service.audit.Member;
import io.millrace.marketplace.service.audit.OrderBooks;
import io.millrace.marketplace.service.audit.Part;
import io.millrace.marketplace.service.audit.Restless;
import io.millrace.marketplace.service.audit.Settled;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Reservations of orders, each question with one statement. Times are those of this process. */
@Component
@Import(AuditController.class)
final class ReservationAudit implements OrderBooks {

    private final JdbcClient jdbc;

    ReservationAudit(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Restless restless(Instant since) {
        List<UUID> orders = jdbc.sql("""
                        SELECT order_id
                        FROM inventory.reservation
                        WHERE changed_at > ?
                        LIMIT ?
                        """)
                .params(since.atOffset(ZoneOffset.UTC), Restless.MOST + 1)
                .query(UUID.class)
                .list();
        return Restless.of(since, orders);
    }

    @Override
    public List<Part> totals(Settled settled) {
        return jdbc.sql("""
                        SELECT state AS order_set,
                               (mark & 255)::integer AS part,
                               NULL AS currency,
                               count(*) AS orders,
                               bit_xor(mark) AS mark,
                               NULL::numeric AS amount
                        FROM (
                            SELECT *, uuid_hash_extended(order_id, 0) AS mark
                            FROM inventory.reservation
                            WHERE state IN ('RESERVED', 'SOLD')
                              AND changed_at <= ?
                              AND NOT EXISTS (
                                  SELECT FROM unnest(?) AS left_out (id)
                                  WHERE id = order_id)) AS settled
                        GROUP BY 1, 2
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
                        SELECT state AS order_set, order_id, NULL AS currency, NULL::numeric AS amount
                        FROM inventory.reservation
                        WHERE state IN ('RESERVED', 'SOLD')
                          AND (uuid_hash_extended(order_id, 0) & 255)::integer = ANY (?)
                        """)
                .param(new SqlArrayValue("integer", parts.toArray()))
                .query(Member.class)
                .list();
    }
}
