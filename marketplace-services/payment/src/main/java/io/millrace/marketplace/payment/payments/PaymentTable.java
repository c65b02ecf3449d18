package io.millrace.marketplace.payment.payments;

import io.millrace.marketplace.contracts.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The payments, one of each order. */
@Component
final class PaymentTable {

    private final JdbcClient jdbc;

    PaymentTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns false if the order has one already; waits for a transaction that is just inserting it. */
    boolean insert(Payment payment) {
        int inserted = jdbc.sql("""
                        INSERT INTO payment.payments
                            (order_id, order_number, customer_id, amount, currency, status, refund_reason,
                             created_at, updated_at)
                        VALUES (:order, :number, :customer, :amount, :currency, :status, :refundReason,
                                :createdAt, :updatedAt)
                        ON CONFLICT (order_id) DO NOTHING
                        """)
                .param("order", payment.orderId())
                .param("number", payment.orderNumber())
                .param("customer", payment.customerId())
                .param("amount", payment.amount().amount())
                .param("currency", payment.amount().currency())
                .param("status", payment.status().name())
                .param("refundReason", payment.refundReason())
                .param("createdAt", time(payment.createdAt()))
                .param("updatedAt", time(payment.updatedAt()))
                .update();
        return inserted == 1;
    }

    /** The payment of an order that has one, which nobody else changes until the transaction ends. */
    Payment lock(UUID orderId) {
        return jdbc.sql("SELECT * FROM payment.payments WHERE order_id = ? FOR UPDATE")
                .param(orderId)
                .query((row, number) -> payment(row))
                .single();
    }

    Optional<Payment> find(UUID orderId) {
        return jdbc.sql("SELECT * FROM payment.payments WHERE order_id = ?")
                .param(orderId)
                .query((row, number) -> payment(row))
                .optional();
    }

    /** Writes what can change of a payment that is locked. */
    void update(Payment payment) {
        jdbc.sql("""
                        UPDATE payment.payments
                        SET status = :status,
                            authorisation = :authorisation,
                            payment_id = :payment,
                            reason = :reason,
                            reason_code = :reasonCode,
                            refund_reason = :refundReason,
                            updated_at = :updatedAt
                        WHERE order_id = :order
                        """)
                .param("status", payment.status().name())
                .param("authorisation", payment.authorisation())
                .param("payment", payment.paymentId())
                .param("reason", payment.reason())
                .param("reasonCode", payment.reasonCode())
                .param("refundReason", payment.refundReason())
                .param("updatedAt", time(payment.updatedAt()))
                .param("order", payment.orderId())
                .update();
    }

    private static Payment payment(ResultSet row) throws SQLException {
        return new Payment(
                Objects.requireNonNull(row.getObject("order_id", UUID.class)),
                row.getString("order_number"),
                row.getString("customer_id"),
                new Money(row.getBigDecimal("amount"), row.getString("currency")),
                PaymentStatus.valueOf(row.getString("status")),
                row.getString("authorisation"),
                row.getString("payment_id"),
                row.getString("reason"),
                row.getString("reason_code"),
                row.getString("refund_reason"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class))
                .toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
