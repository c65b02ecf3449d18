CREATE SCHEMA IF NOT EXISTS ordering;

CREATE SEQUENCE IF NOT EXISTS ordering.order_numbers START WITH 100001;

CREATE TABLE IF NOT EXISTS ordering.products (
    sku text PRIMARY KEY,
    name_ko text NOT NULL,
    name_en text NOT NULL,
    amount numeric NOT NULL,
    currency text NOT NULL,
    version bigint NOT NULL
);

CREATE TABLE IF NOT EXISTS ordering.ledger (
    order_id uuid PRIMARY KEY,
    version bigint NOT NULL,
    status text NOT NULL CHECK (status IN ('CREATED', 'PAID', 'SHIPPED', 'CANCELLED')),
    total numeric NOT NULL,
    currency text NOT NULL,
    placed_at timestamptz NOT NULL,
    paid_at timestamptz,
    changed_at timestamptz NOT NULL
);

CREATE INDEX IF NOT EXISTS ledger_undecided ON ordering.ledger (placed_at) INCLUDE (order_id) WHERE status = 'CREATED';

CREATE INDEX IF NOT EXISTS ledger_changed ON ordering.ledger (changed_at) INCLUDE (order_id);
