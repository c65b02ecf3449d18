package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.postgres.SettledPositions.Look;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettledPositionsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SettledPositions positions = new SettledPositions(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void without_holders_everything_drawn_is_settled() {
        positions.see(new Look(7, Map.of()));

        assertThat(positions.settled()).isEqualTo(7);
        assertThat(positions.pending()).isFalse();
        assertThat(positions.heldBackBy()).isEmpty();
    }

    @Test
    void a_holder_met_at_the_first_look_may_have_any_position() {
        positions.see(new Look(7, Map.of("3/1", 30)));

        assertThat(positions.settled()).isZero();
    }

    @Test
    void a_holder_can_only_have_positions_after_the_look_before_it_appeared() {
        positions.see(new Look(7, Map.of()));
        positions.see(new Look(9, Map.of("3/1", 30)));
        positions.see(new Look(20, Map.of("3/1", 30, "4/1", 40)));

        assertThat(positions.settled()).isEqualTo(7);
        assertThat(positions.pending()).isTrue();
        assertThat(positions.heldBackBy()).contains(new Holdback(30, NOW, 7));
    }

    @Test
    void the_end_of_the_oldest_holder_settles_up_to_the_next() {
        positions.see(new Look(7, Map.of("3/1", 30)));
        positions.see(new Look(9, Map.of("3/1", 30, "4/1", 40)));

        positions.see(new Look(12, Map.of("4/1", 40, "5/1", 50)));

        assertThat(positions.settled()).isEqualTo(7);
    }

    @Test
    void the_next_transaction_of_the_same_backend_is_another_holder() {
        positions.see(new Look(7, Map.of("3/1", 30)));

        positions.see(new Look(9, Map.of("3/2", 30)));

        assertThat(positions.settled()).isEqualTo(7);
    }

    @Test
    void a_holder_that_prepares_its_transaction_loses_its_backend_and_stays() {
        positions.see(new Look(7, Map.of("3/1", 30)));

        positions.see(new Look(9, Map.of("3/1", 0)));

        assertThat(positions.settled()).isZero();
        assertThat(positions.heldBackBy()).contains(new Holdback(0, NOW, 0));
    }

    @Test
    void a_holder_that_has_drawn_nothing_holds_nothing_back() {
        positions.see(new Look(7, Map.of()));

        positions.see(new Look(7, Map.of("3/1", 30)));

        assertThat(positions.pending()).isFalse();
        assertThat(positions.heldBackBy()).isEmpty();
    }

    @Test
    void what_follows_without_a_gap_is_settled_although_an_append_is_open() {
        positions.see(new Look(7, Map.of()));
        positions.see(new Look(10, Map.of("3/1", 30)));

        positions.visibleThrough(9);

        assertThat(positions.settled()).isEqualTo(9);
        assertThat(positions.heldBackBy()).contains(new Holdback(30, NOW, 9));
    }
}
