CREATE SCHEMA IF NOT EXISTS notification;

CREATE TABLE IF NOT EXISTS notification.confirmations (
    event_id uuid PRIMARY KEY,
    order_id uuid NOT NULL,
    recipient text NOT NULL,
    message_id text NOT NULL,
    sent_at timestamptz NOT NULL
);
