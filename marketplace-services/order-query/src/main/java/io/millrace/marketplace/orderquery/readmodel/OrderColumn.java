package io.millrace.marketplace.orderquery.readmodel;

import io.millrace.marketplace.contracts.OrderCreated;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/** A column of the order table, and what a row has in it. */
record OrderColumn(String sqlType, Function<OrderRow, @Nullable Object> value) {

    /** A column that is known from the moment the order is placed. */
    static OrderColumn placed(String sqlType, Function<OrderCreated, Object> value) {
        return new OrderColumn(sqlType, row -> row.created == null ? null : value.apply(row.created));
    }

    @SuppressWarnings("NullAway") // SqlArrayValue does not say that an SQL array may hold nulls
    SqlArrayValue of(Collection<OrderRow> rows) {
        @Nullable Object[] values = rows.stream().map(value).toArray();
        return new SqlArrayValue(sqlType, values);
    }
}
