CREATE SCHEMA IF NOT EXISTS inventory;

CREATE TABLE IF NOT EXISTS inventory.product (
    sku text PRIMARY KEY,
    position integer NOT NULL,
    name_ko text NOT NULL,
    name_en text NOT NULL,
    price_won bigint NOT NULL CHECK (price_won >= 0),
    initial bigint NOT NULL CHECK (initial >= 0),
    replenished bigint NOT NULL DEFAULT 0 CHECK (replenished >= 0),
    available bigint NOT NULL CHECK (available >= 0)
);

-- version rises with every change of names or price; told_version is the one that others were told of.
ALTER TABLE inventory.product ADD COLUMN IF NOT EXISTS version bigint NOT NULL DEFAULT 1;
ALTER TABLE inventory.product ADD COLUMN IF NOT EXISTS told_version bigint NOT NULL DEFAULT 0;

CREATE TABLE IF NOT EXISTS inventory.reservation (
    order_id uuid PRIMARY KEY,
    state text NOT NULL CHECK (state IN ('RESERVED', 'REFUSED', 'RELEASED', 'SOLD', 'RETURNED')),
    heard_of_at timestamptz NOT NULL DEFAULT now(),
    refused_sku text,
    refused_because text,
    CHECK ((state = 'REFUSED') = (refused_sku IS NOT NULL AND refused_because IS NOT NULL))
);

ALTER TABLE inventory.reservation ADD COLUMN IF NOT EXISTS refused_code text;
ALTER TABLE inventory.reservation ADD COLUMN IF NOT EXISTS refused_left bigint;

ALTER TABLE inventory.reservation
    ADD COLUMN IF NOT EXISTS changed_at timestamptz NOT NULL DEFAULT clock_timestamp();

CREATE INDEX IF NOT EXISTS reservation_changed ON inventory.reservation (changed_at) INCLUDE (order_id);

CREATE INDEX IF NOT EXISTS open_reservation
    ON inventory.reservation (heard_of_at, order_id) WHERE state = 'RESERVED';

CREATE TABLE IF NOT EXISTS inventory.reservation_line (
    order_id uuid NOT NULL REFERENCES inventory.reservation,
    sku text NOT NULL REFERENCES inventory.product,
    quantity integer NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (order_id, sku)
);

INSERT INTO inventory.product (position, sku, name_ko, name_en, price_won, initial, available)
VALUES
    (1, 'TEA-BOSEONG-100', '보성 녹차 100g', 'Boseong green tea, 100 g', 14000, 200, 200),
    (2, 'TEA-OMIJA-500', '문경 오미자청 500ml', 'Mungyeong omija syrup, 500 ml', 19800, 200, 200),
    (3, 'HONEY-JIRI-600', '지리산 토종꿀 600g', 'Jirisan native honey, 600 g', 38000, 200, 200),
    (4, 'GIM-GWANGCHEON-20', '광천 조미김 20봉', 'Gwangcheon seasoned laver, 20 packs', 16500, 200, 200),
    (5, 'RICE-ICHEON-10', '이천쌀 10kg', 'Icheon rice, 10 kg', 42000, 200, 200),
    (6, 'CUP-CELADON-2', '청자 찻잔 2개 세트', 'Celadon teacups, set of 2', 56000, 200, 200),
    (7, 'COFFEE-ETH-200', '에티오피아 예가체프 200g', 'Ethiopia Yirgacheffe, 200 g', 15900, 200, 200),
    (8, 'GRINDER-HAND', '핸드 그라인더', 'Hand grinder', 64000, 200, 200),
    (9, 'KETTLE-GOOSE-1L', '구스넥 주전자 1L', 'Gooseneck kettle, 1 l', 48500, 200, 200),
    (10, 'APRON-LINEN', '리넨 앞치마', 'Linen apron', 27000, 200, 200),
    (11, 'KNIFE-SANTOKU-17', '산토쿠 칼 17cm', 'Santoku knife, 17 cm', 89000, 200, 200),
    (12, 'BOARD-WALNUT', '호두나무 도마', 'Walnut cutting board', 52000, 200, 200)
ON CONFLICT (sku) DO NOTHING;
