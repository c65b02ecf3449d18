package io.millrace.marketplace.payment.payments;

import io.millrace.marketplace.contracts.Money;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sums over all payments, as one statement sees them. Safe for use by many threads. */
@Component
public final class PaymentTotals {

    /**
     * What one currency's payments come to, as decimals.
     *
     * @param charged all that was ever recorded as taken
     * @param refunded of what was charged
     * @param open to be taken by payments that are not decided
     * @param pending how many of them there are
     * @param refunding how many refunds were asked for and are not done
     */
    public record OfCurrency(
            String currency, String charged, String refunded, String open, long pending, long refunding) {}

    private final JdbcClient jdbc;

    PaymentTotals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<OfCurrency> all() {
        return jdbc.sql("""
                        SELECT currency,
                               sum(amount) FILTER (WHERE payment_id IS NOT NULL) AS charged,
                               sum(amount) FILTER (WHERE payment_id IS NOT NULL AND status = 'REFUNDED') AS refunded,
                               sum(amount) FILTER (WHERE status = 'PENDING') AS open,
                               count(*) FILTER (WHERE status = 'PENDING') AS pending,
                               count(*) FILTER (WHERE status = 'REFUNDING'
                                                   OR status = 'CHARGED' AND refund_reason IS NOT NULL) AS refunding
                        FROM payment.payments
                        GROUP BY currency
                        ORDER BY currency
                        """).query((row, number) -> totals(row)).list();
    }

    private static OfCurrency totals(ResultSet row) throws SQLException {
        return new OfCurrency(
                row.getString("currency"),
                sum(row, "charged"),
                sum(row, "refunded"),
                sum(row, "open"),
                row.getLong("pending"),
                row.getLong("refunding"));
    }

    private static String sum(ResultSet row, String column) throws SQLException {
        BigDecimal sum = row.getBigDecimal(column);
        return new Money(sum == null ? BigDecimal.ZERO : sum, row.getString("currency"))
                .amount()
                .toPlainString();
    }
}
