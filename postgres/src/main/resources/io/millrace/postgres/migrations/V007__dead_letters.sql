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
