package io.millrace.benchmarks;

import java.sql.SQLException;

/** Fills Millrace's tables with many rows, as events of 1,000 aggregates would. */
final class Fill {

    static final int KEYS = 1_000;

    /** Ids that grow, as version 7 has them. */
    private static final String EVENT_ID = "lpad(to_hex(n), 12, '0') || '70008000000000000000'";

    private Fill() {}

    static void events(BenchDatabase database, int rows) throws SQLException {
        database.execute("""
                INSERT INTO millrace.events (stream_type, stream_id, version, event_id, event_type, event_version,
                                             occurred_at, correlation_id, payload)
                SELECT 'Order', 'order-' || n %% %d, n / %1$d + 1, (%s)::uuid, 'OrderPlaced', 1,
                       clock_timestamp(), ((%2$s)::uuid)::text, '%s'
                FROM generate_series(0, %d) AS n
                """.formatted(KEYS, EVENT_ID, OrderPlaced.JSON, rows - 1));
    }

    /** The lanes of the keys are those that {@code OutboxLanes} gives them. */
    static void outbox(BenchDatabase database, int rows) throws SQLException {
        database.execute("""
                INSERT INTO millrace.outbox (lane, aggregate_type, aggregate_id, sequence, event_id, event_type,
                                             event_version, created_at, correlation_id, payload)
                SELECT n %% 64, 'Order', 'order-' || n %% %d, 0, (%s)::uuid, 'OrderPlaced', 1,
                       clock_timestamp(), ((%2$s)::uuid)::text, '%s'
                FROM generate_series(0, %d) AS n
                """.formatted(KEYS, EVENT_ID, OrderPlaced.JSON, rows - 1));
    }
}
