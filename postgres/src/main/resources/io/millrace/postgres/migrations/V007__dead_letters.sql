-- number: the order in which letters were parked, which is the order of a key's letters.
ALTER TABLE ${schema}.dead_letters
    ADD COLUMN number        bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) UNIQUE,
    ADD COLUMN failed_again  integer NOT NULL DEFAULT 0,
    ADD COLUMN failed_at     timestamptz,
    ADD COLUMN redrive_after timestamptz,
    ADD COLUMN resolved_at   timestamptz;

-- What is resolved stays, and slows nothing down: all that runners ask for is in these.
CREATE INDEX dead_letters_open ON ${schema}.dead_letters (source, key, number) WHERE resolved_at IS NULL;
CREATE INDEX dead_letters_open_number ON ${schema}.dead_letters (number) WHERE resolved_at IS NULL;
CREATE INDEX dead_letters_held ON ${schema}.dead_letters (source, key) WHERE state = 'HELD';
CREATE INDEX dead_letters_redriving ON ${schema}.dead_letters (source, redrive_after) WHERE state = 'REDRIVING';

CREATE INDEX dead_letters_source ON ${schema}.dead_letters (source, number);
CREATE INDEX dead_letters_fingerprint ON ${schema}.dead_letters (fingerprint, number);

-- What operators did, and what came of it.
CREATE TABLE ${schema}.dead_letter_actions (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    letter bigint NOT NULL REFERENCES ${schema}.dead_letters (number),
    action text NOT NULL,
    actor  text NOT NULL,
    reason text NOT NULL,
    at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    result text NOT NULL
);

CREATE INDEX dead_letter_actions_letter ON ${schema}.dead_letter_actions (letter, id);

-- A redriven message was published when its letter was resolved.
CREATE OR REPLACE VIEW ${schema}.outbox_events AS
SELECT message.position AS id,
       message.aggregate_type,
       message.aggregate_id,
       message.event_type,
       message.payload,
       CASE
           WHEN parked.state IN ('PARKED', 'DISCARDED') THEN 'FAILED'
           WHEN parked.state IN ('HELD', 'REDRIVING') THEN 'PENDING'
           WHEN parked.state = 'REDRIVEN' THEN 'PROCESSED'
           WHEN message.position <= relay.position THEN 'PROCESSED'
           ELSE 'PENDING'
       END AS status,
       message.created_at,
       CASE
           WHEN parked.state = 'REDRIVEN' THEN parked.resolved_at
           WHEN parked.state IS NULL AND message.position <= relay.position THEN passed.passed_at
       END AS processed_at,
       coalesce(parked.attempts, 0) AS retry_count
FROM ${schema}.outbox AS message
LEFT JOIN ${schema}.lane_positions AS relay ON relay.subscription = 'outbox' AND relay.lane = message.lane
LEFT JOIN ${schema}.dead_letters AS parked
    ON parked.source = 'relay:outbox' AND parked.event_id = message.event_id
LEFT JOIN LATERAL (
    SELECT history.passed_at
    FROM ${schema}.checkpoint_history AS history
    WHERE history.subscription = 'outbox' AND history.position >= message.position
    ORDER BY history.position
    LIMIT 1
) AS passed ON TRUE;
