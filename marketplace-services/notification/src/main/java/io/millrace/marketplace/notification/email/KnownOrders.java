package io.millrace.marketplace.notification.email;

import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.marketplace.contracts.OrderCreated;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What letters need to know of orders, kept from the events about them.
 *
 * <p>Each method keeps the order's row locked to the end of the caller's transaction, the row of an order that was
 * never heard of too: of two transactions about an order, the second sees all that the first did.
 */
@Component
final class KnownOrders {

    private final JdbcClient jdbc;
    private final EventTypes types;
    private final EventCodec codec;

    KnownOrders(JdbcClient jdbc, EventTypes types, EventCodec codec) {
        this.jdbc = jdbc;
        this.types = types;
        this.codec = codec;
    }

    void placed(OrderCreated order) {
        jdbc.sql("""
                        INSERT INTO notification.known_orders (order_id, placed, placed_version)
                        VALUES (?, ?, ?)
                        ON CONFLICT (order_id) DO UPDATE SET
                            placed = EXCLUDED.placed,
                            placed_version = EXCLUDED.placed_version
                        """)
                .params(order.orderId(), codec.encode(order), definition().version())
                .update();
    }

    void paid(UUID orderId) {
        jdbc.sql("""
                        INSERT INTO notification.known_orders (order_id, paid)
                        VALUES (?, TRUE)
                        ON CONFLICT (order_id) DO UPDATE SET paid = TRUE
                        """).param(orderId).update();
    }

    /** Empty while nobody has said what the order is. */
    Optional<KnownOrder> find(UUID orderId) {
        return jdbc.sql("""
                        INSERT INTO notification.known_orders AS known (order_id)
                        VALUES (?)
                        ON CONFLICT (order_id) DO UPDATE SET paid = known.paid
                        RETURNING placed, placed_version, paid
                        """).param(orderId).query((row, number) -> known(row)).single();
    }

    private Optional<KnownOrder> known(ResultSet row) throws SQLException {
        String placed = row.getString("placed");
        if (placed == null) {
            return Optional.empty();
        }
        Object order = codec.decode(definition().name(), row.getInt("placed_version"), placed);
        return Optional.of(new KnownOrder((OrderCreated) order, row.getBoolean("paid")));
    }

    private EventTypes.Definition definition() {
        return types.definitionOf(OrderCreated.class);
    }
}
