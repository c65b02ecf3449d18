CREATE SCHEMA IF NOT EXISTS order_query;

CREATE TABLE IF NOT EXISTS order_query.order_detail (
    order_id uuid PRIMARY KEY,
    version bigint NOT NULL,
    status text NOT NULL,
    updated_at timestamptz NOT NULL,
    order_number text,
    customer_id text,
    email text,
    items text,
    total_amount numeric,
    currency text,
    created_at timestamptz,
    payment_id text,
    tracking_number text,
    cancel_reason text
);

ALTER TABLE order_query.order_detail ADD COLUMN IF NOT EXISTS payment_method text;
ALTER TABLE order_query.order_detail ADD COLUMN IF NOT EXISTS cancel_code text;
ALTER TABLE order_query.order_detail ADD COLUMN IF NOT EXISTS cancel_sku text;
ALTER TABLE order_query.order_detail ADD COLUMN IF NOT EXISTS cancel_left bigint;

CREATE INDEX IF NOT EXISTS order_detail_of_customer
    ON order_query.order_detail (customer_id, created_at DESC, order_id);

CREATE INDEX IF NOT EXISTS order_detail_latest
    ON order_query.order_detail (created_at DESC, order_id)
    WHERE created_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS order_query.order_confirmation (
    order_id uuid PRIMARY KEY,
    sent_at timestamptz NOT NULL
);
