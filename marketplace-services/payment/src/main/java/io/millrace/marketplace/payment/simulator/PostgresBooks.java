package io.millrace.marketplace.payment.simulator;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.payment.simulator.Entry.Kind;
import io.millrace.marketplace.payment.simulator.Entry.State;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Entries in a schema of the processor's own, which outlive the process. */
final class PostgresBooks implements Books {

    private final DataSource database;

    /** Creates what is missing. */
    PostgresBooks(DataSource database) {
        this.database = database;
        inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("""
                        CREATE SCHEMA IF NOT EXISTS card_processor;

                        CREATE TABLE IF NOT EXISTS card_processor.operations (
                            key text PRIMARY KEY,
                            kind text NOT NULL,
                            id text NOT NULL UNIQUE,
                            of_id text,
                            card text,
                            amount numeric,
                            currency text,
                            state text NOT NULL,
                            reason text
                        );
                        """);
            }
            return database;
        });
    }

    @Override
    public <T> T under(String key, Function<Page, T> work) {
        return inTransaction(connection -> {
            // Taken before any row is locked, and only one: so nobody waits in a circle.
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
                statement.setString(1, key);
                statement.execute();
            }
            return work.apply(new Rows(connection));
        });
    }

    @Override
    public Optional<Entry> find(String key) {
        return inTransaction(connection -> new Rows(connection).underKey(key));
    }

    @Override
    public List<Totals> totals() {
        return inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                    SELECT currency,
                           sum(amount) FILTER (WHERE kind = 'AUTHORISATION' AND state <> 'DECLINED'),
                           sum(amount) FILTER (WHERE kind = 'AUTHORISATION' AND state = 'APPROVED'),
                           sum(amount) FILTER (WHERE kind = 'CHARGE' AND state <> 'DECLINED'),
                           sum(amount) FILTER (WHERE kind = 'CHARGE' AND state = 'REFUNDED')
                    FROM card_processor.operations
                    WHERE currency IS NOT NULL
                    GROUP BY currency
                    ORDER BY currency
                    """);
                    ResultSet row = statement.executeQuery()) {
                List<Totals> totals = new ArrayList<>();
                while (row.next()) {
                    totals.add(new Totals(row.getString(1), sum(row, 2), sum(row, 3), sum(row, 4), sum(row, 5)));
                }
                return totals;
            }
        });
    }

    private static String sum(ResultSet row, int column) throws SQLException {
        BigDecimal sum = row.getBigDecimal(column);
        return new Money(sum == null ? BigDecimal.ZERO : sum, row.getString(1))
                .amount()
                .toPlainString();
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the card processor's books can't be read or written", e);
        }
    }

    private record Rows(Connection connection) implements Page {

        @Override
        public Optional<Entry> underKey(String key) {
            return entry("SELECT * FROM card_processor.operations WHERE key = ?", key);
        }

        @Override
        public Optional<Entry> withId(String id) {
            return entry("SELECT * FROM card_processor.operations WHERE id = ? FOR UPDATE", id);
        }

        private Optional<Entry> entry(String query, String name) {
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setString(1, name);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.of(entry(row)) : Optional.empty();
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the card processor's books can't be read", e);
            }
        }

        private static Entry entry(ResultSet row) throws SQLException {
            BigDecimal amount = row.getBigDecimal("amount");
            return new Entry(
                    row.getString("key"),
                    Kind.valueOf(row.getString("kind")),
                    row.getString("id"),
                    row.getString("of_id"),
                    row.getString("card"),
                    amount == null ? null : new Money(amount, row.getString("currency")),
                    State.valueOf(row.getString("state")),
                    row.getString("reason"));
        }

        @Override
        public void write(Entry entry) {
            try (PreparedStatement statement = connection.prepareStatement("""
                    INSERT INTO card_processor.operations
                        (key, kind, id, of_id, card, amount, currency, state, reason)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (key) DO UPDATE
                    SET state = excluded.state, reason = excluded.reason
                    """)) {
                @Nullable Money amount = entry.amount();
                statement.setString(1, entry.key());
                statement.setString(2, entry.kind().name());
                statement.setString(3, entry.id());
                statement.setString(4, entry.of());
                statement.setString(5, entry.card());
                statement.setBigDecimal(6, amount == null ? null : amount.amount());
                statement.setString(7, amount == null ? null : amount.currency());
                statement.setString(8, entry.state().name());
                statement.setString(9, entry.reason());
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("the card processor's books can't be written", e);
            }
        }
    }
}
