package io.millrace.benchmarks;

import io.millrace.log.Lanes;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fills Millrace's tables with many rows, as events of 1,000 aggregates would. */
final class Fill {

    static final int KEYS = 1_000;

    /** Ids that grow, as version 7 has them. */
    private static final String EVENT_ID = "lpad(to_hex(n), 12, '0') || '70008000000000000000'";

    private static final String LANES = IntStream.range(0, KEYS)
            .mapToObj(n -> Integer.toString(Lanes.of(key(n))))
            .collect(Collectors.joining(", "));

    private Fill() {}

    /** The key of the n-th row. */
    static String key(int n) {
        return "order-" + n % KEYS;
    }

    static void events(BenchDatabase database, int rows) throws SQLException {
        database.execute("""
                INSERT INTO millrace.events (stream_type, stream_id, version, event_id, event_type, event_version,
                                             occurred_at, correlation_id, payload)
                SELECT 'Order', 'order-' || n %% %1$d, n / %1$d + 1, (%2$s)::uuid, 'OrderPlaced', 1,
                       clock_timestamp(), ((%2$s)::uuid)::text, '%3$s'
                FROM generate_series(0, %4$d) AS n
                """.formatted(KEYS, EVENT_ID, OrderPlaced.JSON, rows - 1));
    }

    static void outbox(BenchDatabase database, int rows) throws SQLException {
        database.execute("""
                INSERT INTO millrace.outbox (lane, aggregate_type, aggregate_id, sequence, event_id, event_type,
                                             event_version, created_at, correlation_id, payload)
                SELECT (ARRAY[%1$s])[n %% %2$d + 1], 'Order', 'order-' || n %% %2$d, 0, (%3$s)::uuid, 'OrderPlaced', 1,
                       clock_timestamp(), ((%3$s)::uuid)::text, '%4$s'
                FROM generate_series(0, %5$d) AS n
                """.formatted(LANES, KEYS, EVENT_ID, OrderPlaced.JSON, rows - 1));
    }
}
