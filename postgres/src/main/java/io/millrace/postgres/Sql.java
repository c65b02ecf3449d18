package io.millrace.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** A value of a type that stays the same where it is null, so that the server keeps what it has prepared. */
    record Cell(String type, @Nullable Object value) {}

    private static final Map<String, Integer> NULLS = Map.of("text", Types.VARCHAR, "bigint", Types.BIGINT);

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
            bind(connection, statement, i + 1, values[i]);
        }
        return statement;
    }

    private static void bind(Connection connection, PreparedStatement statement, int index, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case Column column ->
                statement.setArray(
                        index,
                        connection.createArrayOf(column.type(), column.values().toArray()));
            case Cell(String type, Object known) when known != null -> statement.setObject(index, known);
            case Cell(String type, Object unknown) -> statement.setNull(index, NULLS.getOrDefault(type, Types.OTHER));
            case null, default -> statement.setObject(index, value);
        }
    }
}
