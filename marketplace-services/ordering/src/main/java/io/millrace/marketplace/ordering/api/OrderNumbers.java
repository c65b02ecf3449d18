package io.millrace.marketplace.ordering.api;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Short names for orders, for people: unique, rising, with holes. */
@Component
final class OrderNumbers {

    private final JdbcClient jdbc;

    OrderNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    String next() {
        long number = jdbc.sql("SELECT nextval('ordering.order_numbers')")
                .query(Long.class)
                .single();
        return "MR-" + number;
    }
}
