package io.millrace.marketplace.ordering.ledger;

import io.millrace.marketplace.ordering.ledger.LedgerLine.Placed;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Writes the ledger: a statement for new orders, and one for those that go on. Joins the caller's transaction. */
@Component
final class LedgerTable {

    private final JdbcClient jdbc;

    LedgerTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void write(LedgerLines lines) {
        open(lines.opened());
        goOn(lines.continued());
    }

    private void open(List<LedgerLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO ordering.ledger
                            (order_id, version, status, paid_at, changed_at, total, currency, placed_at)
                        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (order_id) DO UPDATE SET
                            version = EXCLUDED.version,
                            status = EXCLUDED.status,
                            paid_at = EXCLUDED.paid_at,
                            changed_at = EXCLUDED.changed_at,
                            total = EXCLUDED.total,
                            currency = EXCLUDED.currency,
                            placed_at = EXCLUDED.placed_at
                        """)
                .params(progress(lines))
                .param(column("numeric", lines, line -> placed(line).total().amount()))
                .param(column("text", lines, line -> placed(line).total().currency()))
                .param(column("timestamptz", lines, line -> time(placed(line).at())))
                .update();
    }

    private void goOn(List<LedgerLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        UPDATE ordering.ledger AS line
                        SET version = news.version,
                            status = news.status,
                            paid_at = coalesce(news.paid_at, line.paid_at),
                            changed_at = news.changed_at
                        FROM unnest(?, ?, ?, ?, ?) AS news (order_id, version, status, paid_at, changed_at)
                        WHERE line.order_id = news.order_id
                        """).params(progress(lines)).update();
    }

    private static List<SqlArrayValue> progress(List<LedgerLine> lines) {
        return List.of(
                column("uuid", lines, LedgerLine::orderId),
                column("bigint", lines, LedgerLine::version),
                column("text", lines, line -> line.status().name()),
                column("timestamptz", lines, line -> time(line.paidAt())),
                column("timestamptz", lines, line -> time(line.changedAt())));
    }

    @SuppressWarnings("NullAway") // SqlArrayValue does not say that an SQL array may hold nulls
    private static SqlArrayValue column(
            String sqlType, List<LedgerLine> lines, Function<LedgerLine, @Nullable Object> value) {
        @Nullable Object[] values = lines.stream().map(value).toArray();
        return new SqlArrayValue(sqlType, values);
    }

    private static Placed placed(LedgerLine line) {
        return Objects.requireNonNull(line.placed(), "it was placed in this batch");
    }

    private static @Nullable Object time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
