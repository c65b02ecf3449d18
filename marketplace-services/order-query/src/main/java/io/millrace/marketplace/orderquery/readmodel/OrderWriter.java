package io.millrace.marketplace.orderquery.readmodel;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes folded orders, all with one statement. */
@Component
final class OrderWriter {

    private final JdbcClient jdbc;
    private final List<OrderColumn> columns;

    OrderWriter(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.columns = List.of(
                new OrderColumn("uuid", row -> row.orderId),
                new OrderColumn("bigint", row -> row.version),
                new OrderColumn("text", row -> row.status),
                new OrderColumn("timestamptz", row -> row.updatedAt),
                OrderColumn.placed("text", created -> created.orderNumber()),
                OrderColumn.placed("text", created -> created.customerId()),
                OrderColumn.placed("text", created -> created.email()),
                OrderColumn.placed("text", created -> json.writeValueAsString(created.items())),
                OrderColumn.placed("numeric", created -> created.totalAmount().amount()),
                OrderColumn.placed("text", created -> created.totalAmount().currency()),
                new OrderColumn("timestamptz", row -> row.createdAt),
                new OrderColumn("text", OrderRow::paymentMethod),
                new OrderColumn("text", row -> row.paymentId),
                new OrderColumn("text", row -> row.trackingNumber),
                new OrderColumn("text", OrderRow::cancelReason),
                new OrderColumn("text", OrderRow::cancelCode),
                new OrderColumn("text", OrderRow::cancelSku),
                new OrderColumn("bigint", OrderRow::cancelLeft));
    }

    /** Takes part in the caller's transaction. A row never goes back to an older version. */
    void write(Collection<OrderRow> rows) {
        jdbc.sql("""
                        INSERT INTO order_query.order_detail AS kept (
                            order_id, version, status, updated_at,
                            order_number, customer_id, email, items, total_amount, currency, created_at,
                            payment_method, payment_id, tracking_number, cancel_reason, cancel_code, cancel_sku, cancel_left)
                        SELECT * FROM unnest(
                            ?::uuid[], ?::bigint[], ?::text[], ?::timestamptz[],
                            ?::text[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::text[], ?::timestamptz[],
                            ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
                        ON CONFLICT (order_id) DO UPDATE SET
                            version = GREATEST(kept.version, EXCLUDED.version),
                            status = CASE WHEN EXCLUDED.version > kept.version
                                THEN EXCLUDED.status ELSE kept.status END,
                            updated_at = CASE WHEN EXCLUDED.version > kept.version
                                THEN EXCLUDED.updated_at ELSE kept.updated_at END,
                            order_number = COALESCE(kept.order_number, EXCLUDED.order_number),
                            customer_id = COALESCE(kept.customer_id, EXCLUDED.customer_id),
                            email = COALESCE(kept.email, EXCLUDED.email),
                            items = COALESCE(kept.items, EXCLUDED.items),
                            total_amount = COALESCE(kept.total_amount, EXCLUDED.total_amount),
                            currency = COALESCE(kept.currency, EXCLUDED.currency),
                            created_at = COALESCE(kept.created_at, EXCLUDED.created_at),
                            payment_method = COALESCE(kept.payment_method, EXCLUDED.payment_method),
                            payment_id = COALESCE(kept.payment_id, EXCLUDED.payment_id),
                            tracking_number = COALESCE(kept.tracking_number, EXCLUDED.tracking_number),
                            cancel_reason = COALESCE(kept.cancel_reason, EXCLUDED.cancel_reason),
                            cancel_code = COALESCE(kept.cancel_code, EXCLUDED.cancel_code),
                            cancel_sku = COALESCE(kept.cancel_sku, EXCLUDED.cancel_sku),
                            cancel_left = COALESCE(kept.cancel_left, EXCLUDED.cancel_left)
                        """)
                .params(columns.stream().map(column -> column.of(rows)).toList())
                .update();
    }
}
