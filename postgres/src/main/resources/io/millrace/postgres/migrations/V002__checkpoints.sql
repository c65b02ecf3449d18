CREATE TABLE ${schema}.checkpoints (
    subscription text COLLATE "C" PRIMARY KEY,
    position     bigint NOT NULL,
    owner        text,
    epoch        bigint NOT NULL,
    lease_until  timestamptz NOT NULL
) WITH (fillfactor = 10);

-- How far the outbox relay's cursor had come at the end of each second in which it moved: outbox_events reads it.
CREATE TABLE ${schema}.checkpoint_history (
    subscription text COLLATE "C" NOT NULL,
    second       timestamptz NOT NULL,
    position     bigint NOT NULL,
    passed_at    timestamptz NOT NULL,
    PRIMARY KEY (subscription, second)
);

CREATE INDEX checkpoint_history_position ON ${schema}.checkpoint_history (subscription, position);
