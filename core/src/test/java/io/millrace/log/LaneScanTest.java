package io.millrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.log.LaneScan.Answer;
import io.millrace.work.InMemoryTransactions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaneScanTest {

    private record Numbered(long position, int lane) implements Positioned {}

    /** Takes everything but what the lanes named stalled or the position named full stands for. */
    private static final class Taker implements LaneScan.Sink<Numbered> {

        final List<Long> taken = new ArrayList<>();
        final Set<Integer> stalled = new HashSet<>();
        long fullAt = -1;

        @Override
        public boolean ready(int lane) {
            return !stalled.contains(lane);
        }

        @Override
        public Answer offer(int lane, Numbered record) {
            if (record.position() == fullAt) {
                return Answer.FULL;
            }
            if (stalled.contains(lane)) {
                return Answer.STALLED;
            }
            taken.add(record.position());
            return Answer.TAKEN;
        }
    }

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryLog<Numbered> log = new InMemoryLog<>(transactions, Clock.systemUTC());
    private final LaneScan<Numbered> scan = new LaneScan<>(log, Numbered::lane, 2, 3);
    private final Taker taker = new Taker();

    @Test
    void each_lane_is_read_after_its_own_position_and_lanes_of_others_are_passed_over() throws Exception {
        append(0, 1, 0, 1, 0, 1);
        scan.own(1, 2);

        advanceToEnd();

        assertThat(taker.taken).containsExactly(4L, 6L);
        assertThat(scan.readTo(1)).isEqualTo(6);
    }

    @Test
    void a_lane_that_stalls_is_left_behind_and_read_up_later_without_gap_or_repetition() throws Exception {
        append(0, 1, 0, 1, 0, 1, 0, 1);
        scan.own(0, 0);
        scan.own(1, 0);
        taker.stalled.add(0);
        advanceToEnd();
        assertThat(taker.taken).containsExactly(2L, 4L, 6L, 8L);
        assertThat(scan.readTo(0)).isZero();

        taker.stalled.clear();
        append(0, 1);
        advanceToEnd();

        assertThat(taker.taken).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(taker.taken.stream().filter(position -> position % 2 == 1)).isSorted();
        assertThat(scan.readTo(0)).isEqualTo(10);
    }

    @Test
    void a_lane_that_stalls_in_the_middle_of_a_page_stands_before_what_it_did_not_take() throws Exception {
        append(0, 0, 0, 1);
        scan.own(0, 0);
        scan.own(1, 0);
        taker.fullAt = 2;
        assertThat(scan.advance(taker)).isTrue();
        assertThat(scan.readTo(0)).isEqualTo(1);
        taker.fullAt = -1;
        taker.stalled.add(0);

        advanceToEnd();

        assertThat(scan.readTo(0)).isEqualTo(1);
        assertThat(scan.readTo(1)).isEqualTo(4);
        assertThat(taker.taken).containsExactly(1L, 4L);
    }

    @Test
    void what_did_not_fit_is_offered_again() throws Exception {
        append(0, 0, 0);
        scan.own(0, 0);
        taker.fullAt = 2;
        assertThat(scan.advance(taker)).isTrue();
        assertThat(scan.advance(taker)).isFalse();

        taker.fullAt = -1;
        advanceToEnd();

        assertThat(taker.taken).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_lane_that_is_given_away_is_offered_no_more_even_in_the_middle_of_a_page() throws Exception {
        append(0, 0, 1);
        scan.own(0, 0);
        scan.own(1, 0);
        taker.fullAt = 2;
        scan.advance(taker);

        scan.disown(0);
        advanceToEnd();

        assertThat(taker.taken).containsExactly(1L, 3L);
    }

    private void advanceToEnd() throws InterruptedException {
        boolean moved = true;
        while (moved) {
            moved = scan.advance(taker);
        }
    }

    private void append(int... lanes) {
        for (int lane : lanes) {
            transactions.call(() -> log.append(position -> new Numbered(position, lane)));
        }
    }
}
