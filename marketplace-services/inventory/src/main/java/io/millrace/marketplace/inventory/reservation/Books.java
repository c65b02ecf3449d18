package io.millrace.marketplace.inventory.reservation;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
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
                        SELECT coalesce(sum(initial), 0)::bigint AS initial,
                               coalesce(sum(replenished), 0)::bigint AS replenished,
                               coalesce(sum(available), 0)::bigint AS in_stock,
                               coalesce(sum(reserved), 0)::bigint AS reserved,
                               coalesce(sum(sold), 0)::bigint AS sold,
                               (SELECT count(*) FROM inventory.reservation WHERE state = 'RESERVED')
                                   AS open_reservations,
                               array_remove(array_agg(
                                   CASE
                                       WHEN available < 0 THEN sku
                                       WHEN initial + replenished <> available + reserved + sold THEN sku
                                   END ORDER BY sku), NULL) AS unbalanced
                        FROM (
                            SELECT sku, initial, replenished, available,
                                   coalesce(gone.reserved, 0) AS reserved,
                                   coalesce(gone.sold, 0) AS sold
                            FROM inventory.product
                            LEFT JOIN (
                                SELECT sku,
                                       sum(quantity) FILTER (WHERE state = 'RESERVED') AS reserved,
                                       sum(quantity) FILTER (WHERE state = 'SOLD') AS sold
                                FROM inventory.reservation
                                JOIN inventory.reservation_line USING (order_id)
                                WHERE state IN ('RESERVED', 'SOLD')
                                GROUP BY sku) AS gone USING (sku)) AS products
                        """).query((row, number) -> totals(row)).single();
    }

    private static Totals totals(ResultSet row) throws SQLException {
        Array unbalanced = row.getArray("unbalanced");
        return new Totals(
                row.getLong("initial"),
                row.getLong("replenished"),
                row.getLong("in_stock"),
                row.getLong("reserved"),
                row.getLong("sold"),
                row.getLong("open_reservations"),
                unbalanced == null ? List.of() : List.of((String[]) unbalanced.getArray()));
    }
}
