CREATE TABLE stored_order (id varchar(255) PRIMARY KEY, state varchar(255));
