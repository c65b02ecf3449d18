CREATE SCHEMA IF NOT EXISTS payment;

CREATE TABLE IF NOT EXISTS payment.payments (
    order_id uuid PRIMARY KEY,
    order_number text,
    customer_id text,
    amount numeric NOT NULL,
    currency text NOT NULL,
    status text NOT NULL CHECK (status IN ('PENDING', 'CHARGED', 'FAILED', 'REFUNDING', 'REFUNDED')),
    authorisation text,
    payment_id text,
    reason text,
    refund_reason text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

ALTER TABLE payment.payments ADD COLUMN IF NOT EXISTS reason_code text;

CREATE INDEX IF NOT EXISTS payments_changed ON payment.payments (updated_at) INCLUDE (order_id);

CREATE INDEX IF NOT EXISTS payments_to_return ON payment.payments (updated_at) INCLUDE (order_id)
    WHERE refund_reason IS NOT NULL AND status IN ('PENDING', 'CHARGED', 'REFUNDING');
