package io.millrace.marketplace.inventory.reservation;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts what there is: the stock by the products, and what left it by the reservations. */
@Component
public class Books {

    private final JdbcClient jdbc;

    Books(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In one statement, which sees one moment. */
    public Totals totals() {
        return jdbc.sql("""
                        SELECT *
                        FROM (
                            SELECT coalesce(sum(initial), 0)::bigint AS initial,
                                   coalesce(sum(replenished), 0)::bigint AS replenished,
                                   coalesce(sum(available), 0)::bigint AS in_stock
                            FROM inventory.product) AS products
                        CROSS JOIN (
                            SELECT coalesce(sum(quantity) FILTER (WHERE state = 'RESERVED'), 0) AS reserved,
                                   coalesce(sum(quantity) FILTER (WHERE state = 'SOLD'), 0) AS sold,
                                   count(DISTINCT order_id) FILTER (WHERE state = 'RESERVED') AS open_reservations
                            FROM inventory.reservation
                            JOIN inventory.reservation_line USING (order_id)
                            WHERE state IN ('RESERVED', 'SOLD')) AS reservations
                        """).query(Totals.class).single();
    }

    /** The orders with goods that are set aside and not paid, those that were heard of first before others. */
    public List<UUID> openOrders(int atMost) {
        return jdbc.sql("""
                        SELECT order_id
                        FROM inventory.reservation
                        WHERE state = 'RESERVED'
                        ORDER BY heard_of_at, order_id
                        LIMIT ?
                        """).param(atMost).query(UUID.class).list();
    }
}
