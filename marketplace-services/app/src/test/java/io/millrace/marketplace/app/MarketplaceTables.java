package io.millrace.marketplace.app;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What the tables of all services say, read over one connection. For use by one thread. */
record MarketplaceTables(SingleConnectionDataSource connection, JdbcClient sql) implements AutoCloseable {

    /**
     * All that is known of an order.
     *
     * @param history its events, in their order
     * @param status in the read model
     * @param goods the state of its reservation
     * @param charges that the card processor keeps for it
     * @param refunds that the card processor was asked for
     * @param mails the types of those sent, in the order of the alphabet
     */
    record Outcome(
            String orderId,
            String history,
            String status,
            String goods,
            String payment,
            int charges,
            int refunds,
            String mails) {

        /** Whether it fits an order that was called off, at whatever moment. */
        boolean isUndone() {
            String refund = refunds > 0 ? " REFUND" : "";
            boolean fits =
                    switch (history) {
                        case "OrderCreated OrderPaid OrderCancelled" ->
                            goods.equals("RETURNED")
                                    && payment.equals("REFUNDED")
                                    && mails.equals("CANCELLATION CONFIRMATION REFUND");
                        case "OrderCreated OrderCancelled" ->
                            goods.equals("RELEASED")
                                    && List.of("FAILED", "REFUNDED").contains(payment)
                                    && mails.equals("CANCELLATION" + refund);
                        default -> false;
                    };
            return fits && status.equals("CANCELLED") && charges == 0;
        }

        int countMails() {
            return mails.split(" ").length;
        }
    }

    static MarketplaceTables at(String jdbcUrl) {
        SingleConnectionDataSource connection = new SingleConnectionDataSource(jdbcUrl, true);
        return new MarketplaceTables(connection, JdbcClient.create(connection));
    }

    /** How many orders are paid or cancelled, as far as the read model knows. */
    int decided() {
        return sql.sql("SELECT count(*) FROM order_query.order_detail WHERE status IN ('PAID', 'CANCELLED')")
                .query(Integer.class)
                .single();
    }

    /** How many orders there was a mail about. */
    int mailedOrders() {
        return sql.sql("SELECT count(DISTINCT order_id) FROM notification.emails")
                .query(Integer.class)
                .single();
    }

    List<Outcome> outcomes() {
        return sql.sql("""
                        SELECT stream_id AS order_id,
                               string_agg(event_type, ' ' ORDER BY version) AS history,
                               coalesce((SELECT status FROM order_query.order_detail
                                         WHERE order_id = stream_id::uuid), 'none') AS status,
                               coalesce((SELECT state FROM inventory.reservation
                                         WHERE order_id = stream_id::uuid), 'none') AS goods,
                               coalesce((SELECT status FROM payment.payments
                                         WHERE order_id = stream_id::uuid), 'none') AS payment,
                               (SELECT count(*) FROM payment.payments p
                                JOIN card_processor.operations charge ON charge.of_id = p.authorisation
                                WHERE p.order_id = stream_id::uuid
                                  AND charge.kind = 'CHARGE'
                                  AND charge.state = 'APPROVED') AS charges,
                               (SELECT count(*) FROM payment.payments p
                                JOIN card_processor.operations refund ON refund.of_id = p.payment_id
                                WHERE p.order_id = stream_id::uuid AND refund.kind = 'REFUND') AS refunds,
                               coalesce((SELECT string_agg(email_type, ' ' ORDER BY email_type)
                                         FROM notification.emails
                                         WHERE order_id = stream_id::uuid), 'none') AS mails
                        FROM ordering.events
                        WHERE stream_type = 'Order'
                        GROUP BY stream_id
                        """).query(Outcome.class).list();
    }

    /** How many charges had taken effect without an answer, as it turned out when the card processor was asked. */
    int chargesFoundOut() {
        return sql.sql("""
                        SELECT count(DISTINCT saga)
                        FROM payment.saga_journal
                        WHERE step = 'charge' AND what = 'PROBED' AND detail = 'found'
                        """).query(Integer.class).single();
    }

    /** Amounts that the card processor holds or keeps, and no payment knows of. */
    List<String> strayMoney() {
        return sql.sql("""
                        SELECT kind || ' ' || key
                        FROM card_processor.operations o
                        WHERE o.state = 'APPROVED'
                          AND NOT EXISTS (
                              SELECT FROM payment.payments
                              WHERE (o.kind, payment_id, status, amount) IN (
                                  ('CHARGE', o.id, 'CHARGED', o.amount), ('REFUND', o.of_id, 'REFUNDED', o.amount)))
                        """).query(String.class).list();
    }

    /** Products of which more or fewer are there than what came and what was sold leave. */
    List<String> wrongStock() {
        return sql.sql("""
                        SELECT sku
                        FROM inventory.product p
                        WHERE available <> initial + replenished - (
                            SELECT coalesce(sum(quantity), 0)
                            FROM inventory.reservation_line l
                            JOIN inventory.reservation r USING (order_id)
                            WHERE l.sku = p.sku AND r.state IN ('RESERVED', 'SOLD'))
                        """).query(String.class).list();
    }

    List<String> openSagas() {
        return sql.sql("""
                        SELECT name || ' ' || key || ' ' || status FROM ordering.sagas WHERE ended_at IS NULL
                        UNION ALL
                        SELECT name || ' ' || key || ' ' || status FROM payment.sagas WHERE ended_at IS NULL
                        """).query(String.class).list();
    }

    List<String> deadLetters() {
        return Services.WITH_SCHEMA.stream()
                .flatMap(schema -> sql
                        .sql("SELECT source || ' ' || event_type || ' ' || message FROM " + schema + ".dead_letters")
                        .query(String.class)
                        .stream())
                .toList();
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
