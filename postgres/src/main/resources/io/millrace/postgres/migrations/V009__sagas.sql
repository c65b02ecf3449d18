-- Which versions of a saga's definition there are, and when a running process last knew them.
CREATE TABLE ${schema}.saga_definitions (
    name        text COLLATE "C" NOT NULL,
    version     integer NOT NULL,
    fingerprint text NOT NULL,
    shape       text NOT NULL,
    seen_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, version)
) WITH (fillfactor = 50);

-- Instances. No index has the columns of the lease, nor updated_at: leasing, prolonging and every transition that
-- leaves wake_at as it is rewrite the row in its page and touch no index.
CREATE TABLE ${schema}.sagas (
    id             uuid PRIMARY KEY,
    name           text COLLATE "C" NOT NULL,
    key            text COLLATE "C" NOT NULL,
    version        integer NOT NULL,
    revision       bigint NOT NULL,
    state          text NOT NULL,
    status         text NOT NULL,
    past_pivot     boolean NOT NULL,
    undoing_cause  text,
    undoing_reason text,
    suspended_from text,
    suspension     text,
    started_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    deadline_at    timestamptz,
    wake_at        timestamptz,
    ended_at       timestamptz,
    correlation_id text,
    causation_id   text,
    actor          text,
    traceparent    text,
    lease_epoch    bigint NOT NULL DEFAULT 0,
    lease_owner    text,
    lease_until    timestamptz,
    CONSTRAINT sagas_name_key UNIQUE (name, key)
) WITH (fillfactor = 60);

CREATE INDEX sagas_due ON ${schema}.sagas (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX sagas_suspended ON ${schema}.sagas (name, version) WHERE suspended_from IS NOT NULL;
CREATE INDEX sagas_open ON ${schema}.sagas (name, version) WHERE ended_at IS NULL AND suspended_from IS NULL;
CREATE INDEX sagas_ended ON ${schema}.sagas (ended_at) WHERE ended_at IS NOT NULL;

-- A row for each way of a step that was begun. revision, place: what changed last stands last.
-- What belongs to an instance goes with it when it is forgotten: no foreign key has to find that out row by row.
CREATE TABLE ${schema}.saga_steps (
    saga         uuid NOT NULL,
    step         text COLLATE "C" NOT NULL,
    direction    text NOT NULL,
    status       text NOT NULL,
    attempts     integer NOT NULL,
    started_at   timestamptz NOT NULL,
    tried_at     timestamptz NOT NULL,
    failed_since timestamptz,
    due_at       timestamptz,
    ended_at     timestamptz,
    error        text,
    ended_seq    bigint NOT NULL,
    revision     bigint NOT NULL,
    place        integer NOT NULL,
    PRIMARY KEY (saga, step, direction)
) WITH (fillfactor = 70);

-- Every transition: what happened, and the instance after it. changed: the steps that it changed, as JSON.
CREATE TABLE ${schema}.saga_journal (
    saga           uuid NOT NULL,
    revision       bigint NOT NULL,
    at             timestamptz NOT NULL,
    what           text NOT NULL,
    step           text,
    detail         text,
    operator       text,
    reason         text,
    state          text NOT NULL,
    status         text NOT NULL,
    past_pivot     boolean NOT NULL,
    undoing_cause  text,
    undoing_reason text,
    suspended_from text,
    suspension     text,
    deadline_at    timestamptz,
    wake_at        timestamptz,
    ended_at       timestamptz,
    changed        text NOT NULL,
    PRIMARY KEY (saga, revision)
);

-- Messages that came too early or while a saga stood still, and a record of those that meant nothing any more.
CREATE TABLE ${schema}.saga_messages (
    number         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    saga           text COLLATE "C" NOT NULL,
    key            text COLLATE "C" NOT NULL,
    event_id       uuid NOT NULL,
    event_type     text NOT NULL,
    event_version  integer NOT NULL,
    occurred_at    timestamptz NOT NULL,
    correlation_id text,
    causation_id   text,
    actor          text,
    traceparent    text,
    payload        text NOT NULL,
    keeping        text NOT NULL,
    kept_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (event_id, saga)
);

CREATE INDEX saga_messages_waiting ON ${schema}.saga_messages (number) WHERE keeping IN ('EARLY', 'WAITING');
CREATE INDEX saga_messages_kept_at ON ${schema}.saga_messages (kept_at);

-- In the database of a participant: whether an action was applied, or undone and so shut out.
CREATE TABLE ${schema}.step_fences (
    key     text COLLATE "C" PRIMARY KEY,
    outcome text NOT NULL,
    at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
