package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.log.Checkpoints;
import io.millrace.log.Lease;
import io.millrace.log.LeaseLostException;
import io.millrace.log.Share;
import io.millrace.testkit.Eventually;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Checkpoints} promise. They may hold other subscriptions before a test. */
public abstract class CheckpointsContract {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(100);

    private Checkpoints checkpoints;
    private Transactions transactions;
    private String subscription;

    /** The checkpoints, which join {@link #transactions}. */
    protected abstract Checkpoints checkpoints();

    protected abstract Transactions transactions();

    @BeforeEach
    void open() {
        checkpoints = checkpoints();
        transactions = transactions();
        subscription = "contract-" + UUID.randomUUID();
    }

    @Test
    void a_new_subscription_stands_at_0_and_moves_forward_only() {
        Lease lease = member(1, LONG);
        assertThat(checkpoints.position(subscription)).isZero();

        checkpoints.advance(lease, Map.of(0, 7L));
        assertThat(checkpoints.position(subscription)).isEqualTo(7);

        checkpoints.advance(lease, Map.of(0, 3L));
        assertThat(checkpoints.position(subscription)).isEqualTo(7);
        assertThat(checkpoints.position(subscription + "-other")).isZero();
    }

    @Test
    void PR_1_a_cursor_moves_with_the_transaction() {
        Lease lease = member(1, LONG);

        try (OpenTransaction open =
                OpenTransaction.after(transactions, () -> checkpoints.advance(lease, Map.of(0, 5L)))) {
            assertThat(checkpoints.position(subscription)).isZero();
            open.rollback();
        }
        assertThat(checkpoints.position(subscription)).isZero();

        try (OpenTransaction open =
                OpenTransaction.after(transactions, () -> checkpoints.advance(lease, Map.of(0, 6L)))) {
            open.commit();
        }
        assertThat(checkpoints.position(subscription)).isEqualTo(6);
    }

    @Test
    void the_subscription_stands_where_its_last_lane_stands() {
        Lease lease = member(4, LONG);

        checkpoints.advance(lease, Map.of(0, 9L, 1, 5L, 2, 7L));
        assertThat(checkpoints.position(subscription)).isZero();

        checkpoints.advance(lease, Map.of(3, 6L));
        assertThat(checkpoints.position(subscription)).isEqualTo(5);
    }

    @Test
    void the_first_member_gets_all_lanes_and_shares_them_with_the_next_ones() {
        Lease first = checkpoints.join(subscription, 64, LONG);
        assertThat(checkpoints.renew(first).taken()).hasSize(64);
        assertThat(checkpoints.renew(first)).isEqualTo(new Share(Map.of(), 0));

        Lease second = checkpoints.join(subscription, 64, LONG);
        assertThat(checkpoints.renew(second)).isEqualTo(new Share(Map.of(), 0));
        assertThat(checkpoints.renew(first).surplus()).isEqualTo(32);

        checkpoints.release(first, lanes(0, 32));
        assertThat(checkpoints.renew(first)).isEqualTo(new Share(Map.of(), 0));
        assertThat(checkpoints.renew(second).taken().keySet()).isEqualTo(lanes(0, 32));
    }

    @Test
    void with_one_lane_one_member_works_and_the_others_stand_by() {
        member(1, LONG);
        Lease other = checkpoints.join(subscription, 1, LONG);

        assertThat(checkpoints.renew(other)).isEqualTo(new Share(Map.of(), 0));
        checkpoints.advance(other, Map.of(0, 9L));

        assertThat(checkpoints.position(subscription)).isZero();
    }

    @Test
    void a_lane_that_was_released_is_taken_where_it_stands() {
        Lease first = member(2, LONG);
        checkpoints.advance(first, Map.of(0, 4L, 1, 8L));
        Lease second = checkpoints.join(subscription, 2, LONG);

        checkpoints.release(first, Set.of(1));
        checkpoints.advance(first, Map.of(0, 5L, 1, 99L));

        assertThat(checkpoints.renew(second).taken()).isEqualTo(Map.of(1, 8L));
        assertThat(checkpoints.position(subscription)).isEqualTo(5);
    }

    @Test
    void a_member_that_leaves_frees_its_lanes_at_once_where_they_stand() {
        Lease first = member(2, LONG);
        checkpoints.advance(first, Map.of(0, 4L, 1, 8L));

        checkpoints.leave(first);
        Lease second = checkpoints.join(subscription, 2, LONG);

        assertThat(checkpoints.renew(second).taken()).isEqualTo(Map.of(0, 4L, 1, 8L));
        assertThat(refused(first, 9)).isInstanceOf(LeaseLostException.class);
        assertThat(catchThrowable(() -> checkpoints.renew(first))).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void renewing_prolongs_the_lease() {
        Lease lease = checkpoints.join(subscription, 1, Duration.ofMillis(400));
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();

        Eventually.holds("it is renewed for longer than it lasts", () -> {
            checkpoints.renew(lease);
            return System.nanoTime() > end;
        });

        checkpoints.advance(lease, Map.of(0, 1L));
        assertThat(checkpoints.position(subscription)).isEqualTo(1);
    }

    @Test
    void PR_6_an_expired_lease_is_taken_over_and_its_holder_moves_nothing() {
        Lease expired = member(2, SHORT);
        checkpoints.advance(expired, Map.of(0, 3L, 1, 4L));
        Lease next = checkpoints.join(subscription, 2, LONG);
        Map<Integer, Long> taken = new HashMap<>();

        Eventually.holds("the lease expires", () -> {
            taken.putAll(checkpoints.renew(next).taken());
            return taken.size() == 2;
        });

        assertThat(taken).isEqualTo(Map.of(0, 3L, 1, 4L));
        assertThat(refused(expired, 9)).isInstanceOf(LeaseLostException.class);
        assertThat(checkpoints.position(subscription)).isEqualTo(3);
    }

    @Test
    void PR_6_a_holder_past_its_lease_moves_nothing_even_if_nobody_took_over() {
        Lease lease = member(1, SHORT);

        Eventually.holds("the lease expires", () -> refused(lease, 9) instanceof LeaseLostException);
        long after = checkpoints.position(subscription);

        assertThat(refused(lease, after + 1)).isInstanceOf(LeaseLostException.class);
        assertThat(checkpoints.position(subscription)).isEqualTo(after);
    }

    @Test
    void a_lost_lease_takes_the_transaction_with_it_and_leaves_the_others_alone() {
        Lease lost = member(1, LONG);
        checkpoints.leave(lost);
        Lease current = member(1, LONG);
        Lease elsewhere = checkpoints.join(subscription + "-2", 1, LONG);
        checkpoints.renew(elsewhere);

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> transactions.run(() -> {
                    checkpoints.advance(elsewhere, Map.of(0, 5L));
                    checkpoints.advance(lost, Map.of(0, 5L));
                }));
        checkpoints.leave(lost);

        assertThat(checkpoints.position(subscription + "-2")).isZero();
        checkpoints.advance(current, Map.of(0, 2L));
        assertThat(checkpoints.position(subscription)).isEqualTo(2);
    }

    @Test
    void joining_does_not_belong_to_the_transaction_around_it() {
        Throwable thrown = catchThrowable(() -> transactions.run(() -> {
            member(1, LONG);
            throw new IllegalStateException("the caller fails");
        }));

        assertThat(thrown).hasMessage("the caller fails");
        Lease other = checkpoints.join(subscription, 1, LONG);
        assertThat(checkpoints.renew(other).taken()).isEmpty();
    }

    @Test
    void another_number_of_lanes_is_refused() {
        member(64, LONG);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> checkpoints.join(subscription, 1, LONG))
                .withMessageContaining(subscription)
                .withMessageContaining("64 lanes, not 1");
    }

    @Test
    void PR_6_many_members_at_once_share_all_lanes_and_no_lane_twice() {
        List<CompletableFuture<Set<Integer>>> members = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> checkpoints
                        .renew(checkpoints.join(subscription, 64, LONG))
                        .taken()
                        .keySet()))
                .toList();

        List<Integer> taken = members.stream()
                .flatMap(member -> member.join().stream())
                .sorted()
                .toList();

        assertThat(taken).doesNotHaveDuplicates().isNotEmpty();
        assertThat(new HashSet<>(taken)).isSubsetOf(lanes(0, 64));
    }

    private Lease member(int lanes, Duration duration) {
        Lease lease = checkpoints.join(subscription, lanes, duration);
        assertThat(checkpoints.renew(lease).taken()).hasSize(lanes);
        return lease;
    }

    private static Set<Integer> lanes(int from, int to) {
        return IntStream.range(from, to).boxed().collect(Collectors.toSet());
    }

    private Throwable refused(Lease lease, long position) {
        return catchThrowable(() -> checkpoints.advance(lease, Map.of(0, position)));
    }
}
