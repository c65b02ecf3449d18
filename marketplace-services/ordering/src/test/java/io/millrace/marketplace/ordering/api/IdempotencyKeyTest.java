package io.millrace.marketplace.ordering.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.marketplace.service.InvalidRequestException;
import org.junit.jupiter.api.Test;

class IdempotencyKeyTest {

    @Test
    void a_key_makes_the_same_order_id_for_the_same_customer_only() {
        IdempotencyKey key = new IdempotencyKey("checkout 1");

        assertThat(key.orderIdFor("kim")).isEqualTo(new IdempotencyKey("checkout 1").orderIdFor("kim"));
        assertThat(key.orderIdFor("kim")).isNotEqualTo(key.orderIdFor("lee"));
        assertThat(new IdempotencyKey("1b").orderIdFor("a")).isNotEqualTo(new IdempotencyKey("b").orderIdFor("a1"));
        assertThat(key.orderIdFor("kim").version()).isEqualTo(8);
        assertThat(key.orderIdFor("kim").variant()).isEqualTo(2);
    }

    @Test
    void without_a_key_each_order_has_an_id_of_its_own() {
        IdempotencyKey none = new IdempotencyKey(null);

        assertThat(none.orderIdFor("kim")).isNotEqualTo(none.orderIdFor("kim"));
    }

    @Test
    void a_key_is_of_printable_ascii() {
        for (String key : new String[] {"", " ", "k\u00e9y", "a\tb", "a\u0000", "x".repeat(201)}) {
            assertThatThrownBy(() -> new IdempotencyKey(key)).isInstanceOf(InvalidRequestException.class);
        }
        assertThat(new IdempotencyKey("x".repeat(200)).orderIdFor("kim")).isNotNull();
    }
}
