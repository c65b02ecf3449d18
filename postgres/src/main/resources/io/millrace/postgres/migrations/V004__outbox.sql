CREATE TABLE ${schema}.outbox (
    position       bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
    lane           smallint NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id   text NOT NULL,
    sequence       bigint NOT NULL,
    event_id       uuid NOT NULL,
    event_type     text NOT NULL,
    event_version  integer NOT NULL,
    created_at     timestamptz NOT NULL,
    correlation_id text,
    causation_id   text,
    actor          text,
    traceparent    text,
    payload        text NOT NULL
);

-- Nothing here is ever updated: the status follows from the relay's cursor and from what it parked.
-- processed_at is the time at which the cursor passed, to the second, and never before it did.
CREATE VIEW ${schema}.outbox_events AS
SELECT message.position AS id,
       message.aggregate_type,
       message.aggregate_id,
       message.event_type,
       message.payload,
       CASE
           WHEN parked.state = 'PARKED' THEN 'FAILED'
           WHEN parked.state = 'HELD' THEN 'PENDING'
           WHEN message.position <= relay.position THEN 'PROCESSED'
           ELSE 'PENDING'
       END AS status,
       message.created_at,
       CASE
           WHEN parked.state IS NULL AND message.position <= relay.position THEN passed.passed_at
       END AS processed_at,
       coalesce(parked.attempts, 0) AS retry_count
FROM ${schema}.outbox AS message
LEFT JOIN ${schema}.checkpoints AS relay ON relay.subscription = 'outbox'
LEFT JOIN ${schema}.dead_letters AS parked
    ON parked.source = 'relay:outbox' AND parked.event_id = message.event_id
LEFT JOIN LATERAL (
    SELECT history.passed_at
    FROM ${schema}.checkpoint_history AS history
    WHERE history.subscription = 'outbox' AND history.position >= message.position
    ORDER BY history.position
    LIMIT 1
) AS passed ON TRUE;
