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
