package io.millrace.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryTest {

    private final Retry retry = Retry.exponential(Duration.ofSeconds(1), Duration.ofSeconds(30));

    @Test
    void the_time_between_attempts_doubles_up_to_the_longest() {
        for (int salt = 0; salt < 100; salt++) {
            assertThat(retry.after(1, salt)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
            assertThat(retry.after(3, salt)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
            assertThat(retry.after(6, salt)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
            assertThat(retry.after(1_000_000, salt)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        }
    }

    @Test
    void attempts_that_are_not_counted_are_told_by_the_time() {
        assertThat(retry.attemptsIn(Duration.ZERO)).isEqualTo(1);
        assertThat(retry.attemptsIn(Duration.ofSeconds(1))).isEqualTo(1);
        assertThat(retry.attemptsIn(Duration.ofSeconds(2))).isEqualTo(2);
        assertThat(retry.attemptsIn(Duration.ofSeconds(9))).isEqualTo(4);
    }
}
