package io.millrace.postgres;

/**
 * The statements about lanes and their members. Each takes the member's row before those of lanes, so that none
 * waits for another in a circle.
 */
record LaneStatements(
        String register,
        String count,
        String join,
        String renew,
        String reap,
        String shares,
        String take,
        String position,
        String advance,
        String release,
        String leave) {

    static LaneStatements of(Schema schema) {
        return new LaneStatements(
                in(schema, """
                        INSERT INTO ${lanes} (subscription, lane, position)
                        SELECT given.subscription, lane, 0
                        FROM (SELECT ?::text AS subscription) AS given, generate_series(0, ?) AS lane
                        WHERE NOT EXISTS (SELECT FROM ${lanes} AS l WHERE l.subscription = given.subscription)
                        ON CONFLICT DO NOTHING
                        """),
                in(schema, "SELECT count(*) FROM ${lanes} WHERE subscription = ?"),
                in(schema, """
                        INSERT INTO ${members} (subscription, owner, lease_until, positions)
                        VALUES (?, ?, clock_timestamp() + ? * interval '1 millisecond',
                                array_fill(NULL::bigint, ARRAY[?]))
                        """),
                in(schema, """
                        UPDATE ${members} SET lease_until = clock_timestamp() + ? * interval '1 millisecond'
                        WHERE subscription = ? AND owner = ? AND lease_until > clock_timestamp()
                        """),
                // A member that is gone without a trace had no lane noted: its lanes stand where they were taken.
                in(schema, """
                        WITH gone AS (
                            DELETE FROM ${members} WHERE (subscription, owner) IN (
                                SELECT subscription, owner FROM ${members}
                                WHERE subscription = ? AND lease_until <= clock_timestamp()
                                FOR UPDATE SKIP LOCKED)
                            RETURNING owner, positions
                        )
                        UPDATE ${lanes} AS l
                        SET owner = NULL,
                            position = coalesce((SELECT positions[l.lane + 1] FROM gone WHERE gone.owner = l.owner),
                                                l.position)
                        WHERE l.subscription = ? AND l.owner IS NOT NULL
                          AND (l.owner IN (SELECT owner FROM gone)
                               OR NOT EXISTS (SELECT FROM ${members} AS m
                                              WHERE m.subscription = l.subscription AND m.owner = l.owner))
                        """),
                in(schema, """
                        SELECT (SELECT count(*) FROM ${members}
                                WHERE subscription = ? AND lease_until > clock_timestamp()),
                               count(*), count(*) FILTER (WHERE owner = ?)
                        FROM ${lanes}
                        WHERE subscription = ?
                        """),
                in(schema, """
                        WITH me AS (
                            SELECT subscription, owner FROM ${members} WHERE subscription = ? AND owner = ? FOR UPDATE
                        ), free AS (
                            SELECT l.subscription, l.lane, me.owner
                            FROM me JOIN ${lanes} AS l USING (subscription)
                            WHERE l.owner IS NULL
                            ORDER BY l.lane
                            LIMIT ?
                            FOR UPDATE OF l SKIP LOCKED
                        ), taken AS (
                            UPDATE ${lanes} AS l SET owner = free.owner
                            FROM free
                            WHERE l.subscription = free.subscription AND l.lane = free.lane
                            RETURNING l.subscription, l.owner, l.lane, l.position
                        ), noted AS (
                            UPDATE ${members} AS m
                            SET positions = (
                                SELECT array_agg(coalesce(taken.position, p.position) ORDER BY p.ordinal)
                                FROM unnest(m.positions) WITH ORDINALITY AS p (position, ordinal)
                                LEFT JOIN taken ON taken.lane = p.ordinal - 1)
                            WHERE (m.subscription, m.owner) IN (SELECT subscription, owner FROM taken)
                        )
                        SELECT lane, position FROM taken
                        """),
                in(schema, "SELECT coalesce(min(position), 0) FROM ${positions} WHERE subscription = ?"),
                // The time-out lets others go on when this process is suspended with its transaction open.
                in(schema, """
                        WITH advanced AS (
                            UPDATE ${members} AS m
                            SET positions = (
                                SELECT array_agg(CASE WHEN p.position IS NOT NULL
                                                      THEN greatest(p.position, new.position) END ORDER BY p.ordinal)
                                FROM unnest(m.positions) WITH ORDINALITY AS p (position, ordinal)
                                LEFT JOIN unnest(?::smallint[], ?::bigint[]) AS new (lane, position)
                                    ON new.lane = p.ordinal - 1)
                            WHERE m.subscription = ? AND m.owner = ? AND m.lease_until > clock_timestamp()
                              AND set_config('idle_in_transaction_session_timeout', ?, TRUE) IS NOT NULL
                            RETURNING m.subscription, m.owner, m.positions
                        ), passed AS (
                            INSERT INTO ${history} (subscription, second, position, passed_at)
                            SELECT a.subscription, date_trunc('second', clock_timestamp()),
                                   least((SELECT min(position) FROM unnest(a.positions) AS own (position)),
                                         (SELECT min(position) FROM ${positions} AS o
                                          WHERE o.subscription = a.subscription
                                            AND o.owner IS DISTINCT FROM a.owner)),
                                   clock_timestamp()
                            FROM advanced AS a
                            WHERE a.subscription = ?
                            ON CONFLICT (subscription, second) DO UPDATE
                            SET position = excluded.position, passed_at = excluded.passed_at
                        )
                        SELECT count(*) FROM advanced
                        """),
                in(schema, """
                        WITH me AS (
                            SELECT subscription, owner, positions FROM ${members}
                            WHERE subscription = ? AND owner = ?
                            FOR UPDATE
                        ), released AS (
                            UPDATE ${lanes} AS l
                            SET owner = NULL, position = coalesce(me.positions[l.lane + 1], l.position)
                            FROM me
                            WHERE l.subscription = me.subscription AND l.owner = me.owner AND l.lane = ANY (?)
                            RETURNING l.subscription, l.lane
                        )
                        UPDATE ${members} AS m
                        SET positions = (
                            SELECT array_agg(CASE WHEN r.lane IS NULL THEN p.position END ORDER BY p.ordinal)
                            FROM unnest(m.positions) WITH ORDINALITY AS p (position, ordinal)
                            LEFT JOIN released AS r ON r.lane = p.ordinal - 1)
                        FROM me
                        WHERE m.subscription = me.subscription AND m.owner = me.owner
                        """),
                in(schema, """
                        WITH gone AS (
                            DELETE FROM ${members} WHERE subscription = ? AND owner = ?
                            RETURNING subscription, owner, positions
                        )
                        UPDATE ${lanes} AS l
                        SET owner = NULL, position = coalesce(gone.positions[l.lane + 1], l.position)
                        FROM gone
                        WHERE l.subscription = gone.subscription AND l.owner = gone.owner
                        """));
    }

    private static String in(Schema schema, String statement) {
        return statement
                .replace("${lanes}", schema.table("lanes"))
                .replace("${members}", schema.table("lane_members"))
                .replace("${positions}", schema.table("lane_positions"))
                .replace("${history}", schema.table("checkpoint_history"));
    }
}
