package io.millrace.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement and the values that are bound to it. */
final class Sql {

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** An array to be bound, such as a column for {@code unnest}. */
    record Column(String type, List<? extends @Nullable Object> values) {}

    private final String text;
    private final @Nullable Object[] values;

    private Sql(String text, @Nullable Object[] values) {
        this.text = text;
        this.values = values;
    }

    static Sql of(String text, @Nullable Object... values) {
        return new Sql(text, values);
    }

    <T> List<T> all(Connection connection, Row<T> reader) throws SQLException {
        try (PreparedStatement statement = bound(connection);
                ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    <T> Optional<T> first(Connection connection, Row<T> reader) throws SQLException {
        List<T> all = all(connection, reader);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    /** The first row of a statement that always has one. */
    <T> T one(Connection connection, Row<T> reader) throws SQLException {
        return all(connection, reader).getFirst();
    }

    int update(Connection connection) throws SQLException {
        try (PreparedStatement statement = bound(connection)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement bound(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Column column) {
                statement.setArray(
                        i + 1,
                        connection.createArrayOf(column.type(), column.values().toArray()));
                continue;
            }
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
