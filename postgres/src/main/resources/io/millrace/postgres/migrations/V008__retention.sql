-- The inbox is partitioned by a time that the message carries: the same for every delivery, also after midnight.
-- A partition is a day of UTC. What has none (far ahead, or older than the oldest one) stands in the rest.
ALTER TABLE ${schema}.processed_events RENAME TO processed_events_before;
ALTER TABLE ${schema}.processed_events_before RENAME CONSTRAINT processed_events_pkey TO processed_events_before_pkey;

CREATE TABLE ${schema}.processed_events (
    consumer     text COLLATE "C" NOT NULL,
    event_id     uuid NOT NULL,
    event_time   timestamptz NOT NULL,
    processed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer, event_id, event_time)
) PARTITION BY RANGE (event_time);

CREATE TABLE ${schema}.processed_events_rest PARTITION OF ${schema}.processed_events DEFAULT;
CREATE INDEX processed_events_rest_processed_at ON ${schema}.processed_events_rest (processed_at);

-- Ids that carry no time, and keys of the business.
CREATE TABLE ${schema}.processed_keys (
    consumer     text COLLATE "C" NOT NULL,
    key          text COLLATE "C" NOT NULL,
    processed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer, key)
);

-- The partitions of days. busy_until: a claim in it is to be remembered until then, so there is no need to look again.
CREATE TABLE ${schema}.inbox_days (
    day        date PRIMARY KEY,
    busy_until timestamptz NOT NULL DEFAULT '-infinity'
);

-- From which event time on everything is known that the consumer has handled. No row: nothing was forgotten.
CREATE TABLE ${schema}.inbox_horizon (
    consumer    text COLLATE "C" PRIMARY KEY,
    known_since timestamptz NOT NULL
);

CREATE FUNCTION ${schema}.add_inbox_day(wanted date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '100ms' AS $$
DECLARE
    partition text := 'processed_events_' || to_char(wanted, 'YYYYMMDD');
    first_moment timestamptz := wanted::timestamp AT TIME ZONE 'UTC';
    end_moment timestamptz := (wanted + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
    -- In the order in which a claim takes them: the inbox, then the partition.
    LOCK TABLE ONLY ${schema}.processed_events IN SHARE UPDATE EXCLUSIVE MODE;
    LOCK TABLE ${schema}.processed_events_rest IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE ${schema}.%I (LIKE ${schema}.processed_events INCLUDING ALL)', partition);
    EXECUTE format('WITH moved AS (DELETE FROM ${schema}.processed_events_rest
                                   WHERE event_time >= $1 AND event_time < $2
                                   RETURNING consumer, event_id, event_time, processed_at)
                    INSERT INTO ${schema}.%I SELECT * FROM moved', partition)
        USING first_moment, end_moment;
    EXECUTE format('ALTER TABLE ${schema}.processed_events ATTACH PARTITION ${schema}.%I FOR VALUES FROM (%L) TO (%L)',
        partition, first_moment, end_moment);
    INSERT INTO ${schema}.inbox_days (day) VALUES (wanted);
END $$;

-- Makes partitions for today and the days to come.
CREATE FUNCTION ${schema}.prepare_inbox() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (clock_timestamp() AT TIME ZONE 'UTC')::date;
    wanted date;
BEGIN
    FOR wanted IN
        SELECT today + ahead FROM generate_series(0, 3) AS ahead
        EXCEPT
        SELECT day FROM ${schema}.inbox_days
    LOOP
        PERFORM ${schema}.add_inbox_day(wanted);
    END LOOP;
END $$;

-- Drops the oldest day that is to be forgotten, if none clears some of the rest, and says what it did; null if there
-- was nothing to do. What is forgotten and from when on everything is known change at once. Claims lock the inbox
-- before they look, so they see both or neither.
CREATE FUNCTION ${schema}.reclaim_inbox(retention interval) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '100ms' AS $$
DECLARE
    forgotten_before timestamptz := clock_timestamp() - retention;
    candidate date;
    partition text;
    needed_until timestamptz;
    end_moment timestamptz;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'reclaim_inbox needs READ COMMITTED, to see what was claimed before it got its locks';
    END IF;
    FOR candidate IN
        SELECT day FROM ${schema}.inbox_days
        WHERE (day + 1)::timestamp AT TIME ZONE 'UTC' <= forgotten_before AND busy_until <= clock_timestamp()
        ORDER BY day
    LOOP
        partition := 'processed_events_' || to_char(candidate, 'YYYYMMDD');
        EXECUTE format('LOCK TABLE ${schema}.%I IN SHARE MODE', partition);
        EXECUTE format('SELECT max(processed_at) + $1 FROM ${schema}.%I', partition)
            INTO needed_until USING retention;
        IF needed_until > clock_timestamp() THEN
            UPDATE ${schema}.inbox_days SET busy_until = needed_until WHERE day = candidate;
            CONTINUE;
        END IF;
        LOCK TABLE ONLY ${schema}.processed_events IN ACCESS EXCLUSIVE MODE;
        end_moment := (candidate + 1)::timestamp AT TIME ZONE 'UTC';
        -- Goes from one consumer to the next through the index.
        EXECUTE format('
            WITH RECURSIVE found (consumer) AS (
                (SELECT min(consumer) FROM ${schema}.%1$I)
                UNION ALL
                SELECT (SELECT min(consumer) FROM ${schema}.%1$I WHERE consumer > found.consumer)
                FROM found WHERE found.consumer IS NOT NULL
            )
            INSERT INTO ${schema}.inbox_horizon AS horizon
            SELECT consumer, $1 FROM found WHERE consumer IS NOT NULL
            ON CONFLICT (consumer) DO UPDATE
            SET known_since = greatest(horizon.known_since, excluded.known_since)', partition) USING end_moment;
        EXECUTE format('DROP TABLE ${schema}.%I', partition);
        DELETE FROM ${schema}.inbox_days WHERE day = candidate;
        RETURN partition;
    END LOOP;
    RETURN ${schema}.clear_inbox_rest(forgotten_before);
END $$;

-- What came to the rest late, as when a new consumer reads a topic from its beginning.
CREATE FUNCTION ${schema}.clear_inbox_rest(forgotten_before timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '100ms' AS $$
DECLARE
    cleared bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM ${schema}.processed_events_rest
                   WHERE processed_at < forgotten_before AND event_time < forgotten_before) THEN
        RETURN NULL;
    END IF;
    LOCK TABLE ONLY ${schema}.processed_events IN SHARE ROW EXCLUSIVE MODE;
    WITH forgotten AS (
        DELETE FROM ${schema}.processed_events_rest
        WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM ${schema}.processed_events_rest
            WHERE processed_at < forgotten_before AND event_time < forgotten_before
            LIMIT 10000))
        RETURNING consumer, event_time
    ), raised AS (
        INSERT INTO ${schema}.inbox_horizon AS horizon
        SELECT consumer, max(event_time) + interval '1 microsecond' FROM forgotten GROUP BY consumer
        ON CONFLICT (consumer) DO UPDATE
        SET known_since = greatest(horizon.known_since, excluded.known_since)
    )
    SELECT count(*) INTO cleared FROM forgotten;
    RETURN cleared || ' rows of processed_events_rest';
END $$;

REVOKE ALL ON FUNCTION ${schema}.add_inbox_day(date), ${schema}.prepare_inbox(), ${schema}.reclaim_inbox(interval),
    ${schema}.clear_inbox_rest(timestamptz) FROM PUBLIC;

SELECT ${schema}.add_inbox_day((clock_timestamp() AT TIME ZONE 'UTC')::date - ago) FROM generate_series(1, 7) AS ago;
SELECT ${schema}.prepare_inbox();

-- A UUIDv7 begins with the milliseconds since 1970.
INSERT INTO ${schema}.processed_events
SELECT consumer, event_id,
       to_timestamp(('x' || left(replace(event_id::text, '-', ''), 12))::bit(48)::bigint / 1000.0), processed_at
FROM ${schema}.processed_events_before
WHERE substr(event_id::text, 15, 1) = '7';

INSERT INTO ${schema}.processed_keys
SELECT consumer, event_id::text, processed_at
FROM ${schema}.processed_events_before
WHERE substr(event_id::text, 15, 1) <> '7';

DROP TABLE ${schema}.processed_events_before;
