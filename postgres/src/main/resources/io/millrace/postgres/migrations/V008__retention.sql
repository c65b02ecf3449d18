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

-- Later than every event that was forgotten of the consumer. No row: none was.
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

-- Makes partitions for today and the days to come, and returns how many.
CREATE FUNCTION ${schema}.prepare_inbox() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (clock_timestamp() AT TIME ZONE 'UTC')::date;
    wanted date;
    made integer := 0;
BEGIN
    FOR wanted IN
        SELECT today + ahead FROM generate_series(0, 3) AS ahead
        EXCEPT
        SELECT day FROM ${schema}.inbox_days
    LOOP
        PERFORM ${schema}.add_inbox_day(wanted);
        made := made + 1;
    END LOOP;
    RETURN made;
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
    consumers text[];
    horizons timestamptz[];
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
        EXECUTE format('SELECT max(newest), array_agg(consumer), array_agg(horizon)
                        FROM (SELECT consumer, max(processed_at) AS newest,
                                     max(event_time) + interval ''1 microsecond'' AS horizon
                              FROM ${schema}.%I GROUP BY consumer) AS claimed', partition)
            INTO needed_until, consumers, horizons;
        needed_until := needed_until + retention;
        IF needed_until > clock_timestamp() THEN
            UPDATE ${schema}.inbox_days SET busy_until = needed_until WHERE day = candidate;
            CONTINUE;
        END IF;
        LOCK TABLE ONLY ${schema}.processed_events IN ACCESS EXCLUSIVE MODE;
        INSERT INTO ${schema}.inbox_horizon AS horizon
        SELECT * FROM unnest(consumers, horizons)
        ON CONFLICT (consumer) DO UPDATE
        SET known_since = greatest(horizon.known_since, excluded.known_since);
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

-- The outbox is partitioned by position, in segments that are dropped whole. What lies beyond the last segment
-- stands in the rest, so that no insert ever waits for maintenance.
CREATE TABLE ${schema}.outbox_segments (
    first_position bigint PRIMARY KEY,
    next_segment   bigint NOT NULL
);

-- Which subscription reads which log: nothing is dropped that one of them still needs.
CREATE TABLE ${schema}.log_readers (
    subscription text COLLATE "C" PRIMARY KEY,
    log          text NOT NULL
);

INSERT INTO ${schema}.log_readers (subscription, log)
SELECT DISTINCT subscription, 'outbox' FROM ${schema}.lanes WHERE subscription = 'outbox';

DO $$
DECLARE
    statuses text := pg_get_viewdef('${schema}.outbox_events'::regclass);
    drawn bigint;
    beyond bigint;
BEGIN
    SELECT CASE WHEN is_called THEN last_value ELSE 0 END INTO drawn FROM ${schema}.outbox_position_seq;
    beyond := (drawn / 1000000 + 1) * 1000000;
    DROP VIEW ${schema}.outbox_events;
    ALTER TABLE ${schema}.outbox ALTER position DROP IDENTITY;
    ALTER TABLE ${schema}.outbox RENAME CONSTRAINT outbox_pkey TO outbox_0_pkey;
    ALTER TABLE ${schema}.outbox RENAME TO outbox_0;
    CREATE TABLE ${schema}.outbox (
        LIKE ${schema}.outbox_0,
        PRIMARY KEY (position)
    ) PARTITION BY RANGE (position);
    ALTER TABLE ${schema}.outbox ALTER position ADD GENERATED ALWAYS AS IDENTITY (CACHE 1);
    PERFORM setval('${schema}.outbox_position_seq', greatest(drawn, 1), drawn > 0);
    EXECUTE format('ALTER TABLE ${schema}.outbox ATTACH PARTITION ${schema}.outbox_0 FOR VALUES FROM (0) TO (%s)', beyond);
    CREATE TABLE ${schema}.outbox_rest PARTITION OF ${schema}.outbox DEFAULT;
    INSERT INTO ${schema}.outbox_segments VALUES (0, beyond);
    EXECUTE 'CREATE VIEW ${schema}.outbox_events AS ' || statuses;
END $$;

CREATE FUNCTION ${schema}.last_drawn_position() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ${schema}.outbox_position_seq
$$;

-- Makes segments ahead of need, and returns how many. Each is a 16th of what is kept but no smaller than the size, so
-- that there are never many.
CREATE FUNCTION ${schema}.prepare_outbox(segment_size bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '100ms' AS $$
DECLARE
    oldest bigint;
    beyond bigint;
    next_one bigint;
    made integer := 0;
BEGIN
    SELECT min(first_position), max(next_segment) INTO oldest, beyond FROM ${schema}.outbox_segments;
    IF beyond < ${schema}.last_drawn_position() + segment_size THEN
        -- So late that an insert may be on its way to the rest: from here on none is.
        LOCK TABLE ONLY ${schema}.outbox IN SHARE ROW EXCLUSIVE MODE;
        beyond := ${schema}.take_outbox_rest(beyond, segment_size);
    END IF;
    WHILE beyond < ${schema}.last_drawn_position() + 4 * segment_size LOOP
        next_one := beyond + greatest(segment_size, (beyond - oldest) / 16);
        EXECUTE format('CREATE TABLE ${schema}.%I (LIKE ${schema}.outbox INCLUDING ALL EXCLUDING IDENTITY)',
            'outbox_' || beyond);
        PERFORM ${schema}.attach_outbox_segment(beyond, next_one);
        beyond := next_one;
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;

CREATE FUNCTION ${schema}.attach_outbox_segment(beginning bigint, beyond bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '100ms' AS $$
BEGIN
    EXECUTE format('ALTER TABLE ${schema}.outbox ATTACH PARTITION ${schema}.%I FOR VALUES FROM (%s) TO (%s)',
        'outbox_' || beginning, beginning, beyond);
    INSERT INTO ${schema}.outbox_segments VALUES (beginning, beyond);
END $$;

-- Makes a segment of the rest, unless it is empty, and returns where the next segment begins.
CREATE FUNCTION ${schema}.take_outbox_rest(beginning bigint, segment_size bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '100ms' AS $$
DECLARE
    beyond bigint := greatest(beginning, ${schema}.last_drawn_position()) + segment_size;
BEGIN
    IF NOT EXISTS (SELECT FROM ${schema}.outbox_rest) THEN
        RETURN beginning;
    END IF;
    ALTER TABLE ${schema}.outbox DETACH PARTITION ${schema}.outbox_rest;
    EXECUTE format('ALTER TABLE ${schema}.outbox_rest RENAME TO %I', 'outbox_' || beginning);
    PERFORM ${schema}.attach_outbox_segment(beginning, beyond);
    CREATE TABLE ${schema}.outbox_rest PARTITION OF ${schema}.outbox DEFAULT;
    RETURN beyond;
END $$;

-- Drops the oldest segment if every reader has passed it and its newest message is old enough, and returns its name;
-- null if there was nothing to drop. Where nobody reads yet, nothing is dropped.
CREATE FUNCTION ${schema}.reclaim_outbox(retention interval) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '100ms' AS $$
DECLARE
    segment ${schema}.outbox_segments;
    slowest bigint;
    newest timestamptz;
BEGIN
    -- The last one stays, for new ones follow it.
    IF (SELECT count(*) FROM ${schema}.outbox_segments) < 2 THEN
        RETURN NULL;
    END IF;
    LOCK TABLE ${schema}.log_readers IN SHARE MODE;
    SELECT * INTO segment FROM ${schema}.outbox_segments ORDER BY first_position LIMIT 1;
    SELECT min(coalesce((SELECT min(lane.position) FROM ${schema}.lane_positions AS lane
                         WHERE lane.subscription = reader.subscription), 0))
    INTO slowest
    FROM ${schema}.log_readers AS reader
    WHERE reader.log = 'outbox';
    IF slowest IS NULL OR slowest < segment.next_segment - 1 THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT created_at FROM ${schema}.%I ORDER BY position DESC LIMIT 1',
        'outbox_' || segment.first_position) INTO newest;
    IF newest > clock_timestamp() - retention THEN
        RETURN NULL;
    END IF;
    LOCK TABLE ONLY ${schema}.outbox IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('DROP TABLE ${schema}.%I', 'outbox_' || segment.first_position);
    DELETE FROM ${schema}.outbox_segments WHERE first_position = segment.first_position;
    RETURN 'outbox_' || segment.first_position;
END $$;

-- The times of publication of messages that are gone, some at a time.
CREATE FUNCTION ${schema}.trim_checkpoint_history() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH trimmed AS (
        DELETE FROM ${schema}.checkpoint_history
        WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM ${schema}.checkpoint_history
            WHERE subscription = 'outbox'
              AND position < (SELECT min(first_position) FROM ${schema}.outbox_segments)
            LIMIT 10000))
        RETURNING 1
    )
    SELECT count(*) FROM trimmed
$$;

REVOKE ALL ON FUNCTION ${schema}.last_drawn_position(), ${schema}.prepare_outbox(bigint),
    ${schema}.attach_outbox_segment(bigint, bigint), ${schema}.take_outbox_rest(bigint, bigint),
    ${schema}.reclaim_outbox(interval), ${schema}.trim_checkpoint_history() FROM PUBLIC;
SELECT ${schema}.prepare_outbox(1000000);
