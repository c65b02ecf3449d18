-- What was kept for a saga that is not there yet waits under its name and key for the start. Looks that come again and
-- again see only what can be applied.
UPDATE ${schema}.saga_messages AS message
SET keeping = 'WAITING'
FROM ${schema}.sagas AS saga
WHERE message.keeping = 'EARLY' AND saga.name = message.saga AND saga.key = message.key;

DROP INDEX ${schema}.saga_messages_waiting;
CREATE INDEX saga_messages_waiting ON ${schema}.saga_messages (number) WHERE keeping = 'WAITING';
CREATE INDEX saga_messages_early ON ${schema}.saga_messages (saga, key) WHERE keeping = 'EARLY';

CREATE INDEX step_fences_at ON ${schema}.step_fences (at);

-- Forgets marks that were last made so long ago, some at a time, and says how many; null if there were none.
CREATE FUNCTION ${schema}.trim_step_fences(retention interval) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH trimmed AS (
        DELETE FROM ${schema}.step_fences
        WHERE key = ANY(ARRAY(
            SELECT key FROM ${schema}.step_fences
            WHERE at < (SELECT clock_timestamp() - retention)
            ORDER BY at
            LIMIT 10000
            FOR UPDATE SKIP LOCKED))
        RETURNING 1
    )
    SELECT nullif(count(*), 0) || ' rows of step_fences' FROM trimmed
$$;

REVOKE ALL ON FUNCTION ${schema}.trim_step_fences(interval) FROM PUBLIC;

-- Since when an instance is due that was put off. It is null in all others, so what leaves it so touches no index.
ALTER TABLE ${schema}.sagas ADD COLUMN due_since timestamptz;
CREATE INDEX sagas_due_since ON ${schema}.sagas (due_since) WHERE due_since IS NOT NULL;
