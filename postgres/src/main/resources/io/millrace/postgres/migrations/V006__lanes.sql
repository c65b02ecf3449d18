-- A member's row holds the cursors of its lanes while it has them: one row is updated, however many lanes move.
CREATE TABLE ${schema}.lane_members (
    subscription text COLLATE "C" NOT NULL,
    owner        uuid NOT NULL,
    lease_until  timestamptz NOT NULL,
    positions    bigint[] NOT NULL,
    PRIMARY KEY (subscription, owner)
) WITH (fillfactor = 10);

CREATE TABLE ${schema}.lanes (
    subscription text COLLATE "C" NOT NULL,
    lane         smallint NOT NULL,
    owner        uuid,
    position     bigint NOT NULL,
    PRIMARY KEY (subscription, lane)
) WITH (fillfactor = 50);

INSERT INTO ${schema}.lanes (subscription, lane, position)
SELECT subscription, lane, position
FROM ${schema}.checkpoints,
     generate_series(0, CASE WHEN subscription LIKE 'projection:%' THEN 0 ELSE 63 END) AS lane;

-- Where each lane stands.
CREATE VIEW ${schema}.lane_positions AS
SELECT lanes.subscription, lanes.lane, lanes.owner,
       coalesce(members.positions[lanes.lane + 1], lanes.position) AS position
FROM ${schema}.lanes AS lanes
LEFT JOIN ${schema}.lane_members AS members USING (subscription, owner);

DROP VIEW ${schema}.outbox_events;
DROP TABLE ${schema}.checkpoints;

-- Nothing here is ever updated: the status follows from the relay's cursors and from what it parked.
-- processed_at is the time at which every lane had passed, to the second, and never before it did.
CREATE VIEW ${schema}.outbox_events AS
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
