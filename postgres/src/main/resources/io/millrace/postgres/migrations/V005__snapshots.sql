CREATE TABLE ${schema}.snapshots (
    stream_type    text COLLATE "C" NOT NULL,
    stream_id      text COLLATE "C" NOT NULL,
    schema_version integer NOT NULL,
    version        bigint NOT NULL,
    state          text NOT NULL,
    kept_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (stream_type, stream_id, schema_version)
);
