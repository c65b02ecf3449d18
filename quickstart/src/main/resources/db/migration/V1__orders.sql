CREATE TABLE orders (
    id       varchar(36) PRIMARY KEY,
    customer varchar(100) NOT NULL,
    total    numeric(12, 2) NOT NULL
);
