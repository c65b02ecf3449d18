package io.millrace.postgres;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A statement over rows whose number varies. Few rows are bound cell by cell, with a text for each number of them:
 * the server keeps the plan of such a statement, whereas it plans one over arrays anew whenever they are shorter
 * than it assumes. Many rows are bound as arrays. Safe for use by many threads.
 */
final class RowsStatement<T> {

    private static final int FEW = 16;
    private static final int AS_ARRAYS = 0;

    /** A column of the rows. */
    record Field<T>(String name, String type, MetadataColumns.Value<? super T> value) {}

    /** The text of the statement. */
    @FunctionalInterface
    interface Text {
        /**
         * @param rows what to select from, under the alias {@code new}
         * @param inOrder the clause that orders it by the first field; empty for a single row
         */
        String of(String rows, String inOrder);
    }

    private final List<Field<T>> fields;
    private final Text text;
    private final Map<Integer, String> texts = new ConcurrentHashMap<>();

    RowsStatement(List<Field<T>> fields, Text text) {
        this.fields = List.copyOf(fields);
        this.text = text;
    }

    /** The statement for the rows, with values for the parameters before and after them. */
    Sql of(List<?> before, List<T> rows, List<?> after) {
        List<@Nullable Object> values = new ArrayList<>(before);
        if (rows.size() > FEW) {
            addArrays(values, rows);
        } else {
            addCells(values, rows);
        }
        values.addAll(after);
        return Sql.of(texts.computeIfAbsent(rows.size() > FEW ? AS_ARRAYS : rows.size(), this::text), values.toArray());
    }

    private void addCells(List<@Nullable Object> values, List<T> rows) {
        for (T row : rows) {
            for (Field<T> field : fields) {
                values.add(new Sql.Cell(field.type(), field.value().of(row)));
            }
        }
    }

    private void addArrays(List<@Nullable Object> values, List<T> rows) {
        for (Field<T> field : fields) {
            values.add(MetadataColumns.column(field.type(), rows, field.value()));
        }
    }

    private String text(int rows) {
        String source = rows == AS_ARRAYS
                ? "unnest(" + parameters("[]") + ")"
                : "(VALUES " + String.join(", ", Collections.nCopies(rows, "(" + parameters("") + ")")) + ")";
        String names = fields.stream().map(Field::name).collect(Collectors.joining(", "));
        return text.of(
                source + " AS new (" + names + ")",
                rows == 1 ? "" : "ORDER BY new." + fields.getFirst().name());
    }

    private String parameters(String dimension) {
        return fields.stream().map(field -> "?::" + field.type() + dimension).collect(Collectors.joining(", "));
    }
}
