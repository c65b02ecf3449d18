CREATE TABLE ${schema}.processed_events (
    consumer     text COLLATE "C" NOT NULL,
    event_id     uuid NOT NULL,
    processed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer, event_id)
);

CREATE TABLE ${schema}.consumer_partition (
    consumer  text COLLATE "C" NOT NULL,
    topic     text COLLATE "C" NOT NULL,
    partition integer NOT NULL,
    epoch     bigint NOT NULL,
    raised_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer, topic, partition)
) WITH (fillfactor = 50);

CREATE TABLE ${schema}.dead_letters (
    id          uuid PRIMARY KEY,
    source      text COLLATE "C" NOT NULL,
    location    text COLLATE "C" NOT NULL,
    key         text COLLATE "C",
    event_id    uuid,
    event_type  text,
    attributes  jsonb NOT NULL,
    payload     text NOT NULL,
    error_class text NOT NULL,
    message     text NOT NULL,
    stack       text NOT NULL,
    fingerprint text NOT NULL,
    attempts    integer NOT NULL,
    state       text NOT NULL,
    parked_at   timestamptz NOT NULL,
    UNIQUE (source, location)
);

CREATE INDEX dead_letters_event ON ${schema}.dead_letters (event_id);
