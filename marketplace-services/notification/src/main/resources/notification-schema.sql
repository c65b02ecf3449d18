CREATE SCHEMA IF NOT EXISTS notification;

CREATE TABLE IF NOT EXISTS notification.known_orders (
    order_id uuid PRIMARY KEY,
    paid boolean NOT NULL DEFAULT FALSE,
    placed text,
    placed_version integer
);

CREATE TABLE IF NOT EXISTS notification.waiting_letters (
    order_id uuid NOT NULL,
    event_type text NOT NULL,
    event_version integer NOT NULL,
    event text NOT NULL
);

CREATE INDEX IF NOT EXISTS waiting_letters_order ON notification.waiting_letters (order_id);

CREATE TABLE IF NOT EXISTS notification.emails (
    order_id uuid NOT NULL,
    email_type text NOT NULL,
    recipient text NOT NULL,
    message_id text NOT NULL,
    sent_at timestamptz NOT NULL,
    PRIMARY KEY (order_id, email_type)
);

CREATE UNIQUE INDEX IF NOT EXISTS emails_message_id ON notification.emails (message_id);

CREATE INDEX IF NOT EXISTS emails_sent ON notification.emails (sent_at) INCLUDE (order_id);
