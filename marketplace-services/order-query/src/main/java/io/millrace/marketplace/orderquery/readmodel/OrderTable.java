package io.millrace.marketplace.orderquery.readmodel;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads orders. One of which only later events have come yet is not shown: it appears, whole, when its first does.
 */
@Component
final class OrderTable {

    private static final TypeReference<List<OrderItem>> ITEMS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    OrderTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Optional<OrderDetail> find(UUID orderId) {
        return jdbc.sql("""
                        SELECT o.*, c.sent_at
                        FROM order_query.order_detail o
                        LEFT JOIN order_query.order_confirmation c USING (order_id)
                        WHERE order_id = ?
                          AND created_at IS NOT NULL
                        """).param(orderId).query((row, number) -> detail(row)).optional();
    }

    /** A customer's orders, newest first. */
    List<OrderDetail> list(String customerId, long offset, int limit) {
        return jdbc.sql("""
                        SELECT o.*, c.sent_at
                        FROM order_query.order_detail o
                        LEFT JOIN order_query.order_confirmation c USING (order_id)
                        WHERE customer_id = ?
                          AND created_at IS NOT NULL
                        ORDER BY created_at DESC, order_id
                        LIMIT ? OFFSET ?
                        """)
                .params(customerId, limit, offset)
                .query((row, number) -> detail(row))
                .list();
    }

    /** The newest orders of all customers. */
    List<OrderSummary> latest(int limit) {
        return jdbc.sql("""
                        SELECT order_number, status, total_amount, currency, created_at
                        FROM order_query.order_detail
                        WHERE created_at IS NOT NULL
                        ORDER BY created_at DESC, order_id
                        LIMIT ?
                        """).param(limit).query((row, number) -> summary(row)).list();
    }

    private static OrderSummary summary(ResultSet row) throws SQLException {
        return new OrderSummary(
                row.getString("order_number"),
                row.getString("status"),
                total(row),
                Objects.requireNonNull(instant(row, "created_at")));
    }

    private static Money total(ResultSet row) throws SQLException {
        return new Money(row.getBigDecimal("total_amount"), row.getString("currency"));
    }

    private OrderDetail detail(ResultSet row) throws SQLException {
        return new OrderDetail(
                Objects.requireNonNull(row.getObject("order_id", UUID.class)),
                row.getString("order_number"),
                row.getString("customer_id"),
                row.getString("email"),
                json.readValue(row.getString("items"), ITEMS),
                total(row),
                row.getString("status"),
                row.getLong("version"),
                Objects.requireNonNull(instant(row, "created_at")),
                Objects.requireNonNull(instant(row, "updated_at")),
                payment(row),
                row.getString("payment_id"),
                row.getString("tracking_number"),
                row.getString("cancel_reason"),
                cancelCause(row),
                instant(row, "sent_at"));
    }

    private static OrderDetail.@Nullable Payment payment(ResultSet row) throws SQLException {
        String method = row.getString("payment_method");
        return method == null ? null : new OrderDetail.Payment(method, row.getString("payment_id"));
    }

    private static @Nullable CancellationCause cancelCause(ResultSet row) throws SQLException {
        String code = row.getString("cancel_code");
        return code == null
                ? null
                : new CancellationCause(code, row.getString("cancel_sku"), row.getObject("cancel_left", Long.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
