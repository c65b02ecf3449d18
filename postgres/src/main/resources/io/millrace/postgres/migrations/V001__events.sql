-- position: CACHE 1, for a session that caches numbers would give them out later, and out of order.
-- Names are compared byte by byte: a new version of the system's collations must not break the unique index.
CREATE TABLE ${schema}.events (
    position       bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
    stream_type    text COLLATE "C" NOT NULL,
    stream_id      text COLLATE "C" NOT NULL,
    version        bigint NOT NULL CHECK (version > 0),
    event_id       uuid NOT NULL,
    event_type     text NOT NULL,
    event_version  integer NOT NULL,
    occurred_at    timestamptz NOT NULL,
    correlation_id text,
    causation_id   text,
    actor          text,
    traceparent    text,
    payload        text NOT NULL,
    CONSTRAINT events_stream_version UNIQUE (stream_type, stream_id, version)
);
