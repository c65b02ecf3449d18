package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FixturesTest {

    @Test
    void waiting_ends_when_the_condition_holds() {
        AtomicInteger attempts = new AtomicInteger();

        Eventually.holds("the third attempt", () -> attempts.incrementAndGet() == 3);
        Eventually.passes("the fifth attempt", () -> assertThat(attempts.incrementAndGet())
                .isEqualTo(5));

        assertThat(attempts).hasValue(5);
    }

    @Test
    void waiting_in_vain_says_for_what_and_what_came_last() {
        assertThatThrownBy(() -> Eventually.passes("the moon", Duration.ofMillis(50), () -> {
                    throw new IllegalStateException("still dark");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the moon")
                .hasMessageContaining("still dark");
        assertThatThrownBy(() -> Eventually.holds("the sun", Duration.ofMillis(50), () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the sun");
    }

    @Test
    void a_settable_clock_moves_only_by_hand_and_in_all_its_zones() {
        SettableClock clock = SettableClock.at("2026-03-01T23:59:59Z");
        SettableClock seoul = clock.withZone(ZoneId.of("Asia/Seoul"));

        clock.advance(Duration.ofSeconds(2));

        assertThat(clock.instant()).isEqualTo("2026-03-02T00:00:01Z");
        assertThat(seoul.instant()).isEqualTo(clock.instant());
        assertThat(seoul.getZone()).isEqualTo(ZoneId.of("Asia/Seoul"));
        clock.set(Instant.EPOCH);
        assertThat(seoul.instant()).isEqualTo(Instant.EPOCH);
    }
}
