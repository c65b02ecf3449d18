package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.log.Checkpoints;
import io.millrace.log.Lease;
import io.millrace.log.LeaseLostException;
import io.millrace.testkit.Eventually;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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
        Lease lease = claim("a", LONG);
        assertThat(checkpoints.position(subscription)).isZero();

        checkpoints.advance(lease, 7);
        assertThat(checkpoints.position(subscription)).isEqualTo(7);

        checkpoints.advance(lease, 3);
        assertThat(checkpoints.position(subscription)).isEqualTo(7);
        assertThat(checkpoints.position(subscription + "-other")).isZero();
    }

    @Test
    void PR_1_a_cursor_moves_with_the_transaction() {
        Lease lease = claim("a", LONG);

        try (OpenTransaction open = OpenTransaction.after(transactions, () -> checkpoints.advance(lease, 5))) {
            assertThat(checkpoints.position(subscription)).isZero();
            open.rollback();
        }
        assertThat(checkpoints.position(subscription)).isZero();

        try (OpenTransaction open = OpenTransaction.after(transactions, () -> checkpoints.advance(lease, 6))) {
            open.commit();
        }
        assertThat(checkpoints.position(subscription)).isEqualTo(6);
    }

    @Test
    void a_subscription_that_is_held_is_not_given_to_another_owner() {
        Lease lease = claim("a", LONG);

        assertThat(checkpoints.claim(subscription, "b", LONG)).isEmpty();

        checkpoints.advance(lease, 1);
        assertThat(checkpoints.position(subscription)).isEqualTo(1);
        assertThat(checkpoints.claim(subscription + "-other", "b", LONG)).isPresent();
    }

    @Test
    void renewing_keeps_the_epoch_and_prolongs_the_lease() {
        Lease first = claim("a", SHORT);

        Lease renewed = claim("a", LONG);

        assertThat(renewed).isEqualTo(first);
        assertThat(first.subscription()).isEqualTo(subscription);
        assertThat(first.owner()).isEqualTo("a");
        checkpoints.advance(first, 1);
        assertThat(checkpoints.position(subscription)).isEqualTo(1);
    }

    @Test
    void a_released_subscription_is_free_at_once_and_keeps_its_position() {
        Lease first = claim("a", LONG);
        checkpoints.advance(first, 4);

        checkpoints.release(first);
        Lease second = claim("b", LONG);

        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(checkpoints.position(subscription)).isEqualTo(4);
        assertThat(refused(first, 9)).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void PR_6_an_expired_lease_is_taken_over_and_its_holder_moves_nothing() {
        Lease expired = claim("a", SHORT);

        Eventually.passes("the lease expires", () -> claim("b", LONG));

        assertThat(refused(expired, 9)).isInstanceOf(LeaseLostException.class);
        assertThat(checkpoints.position(subscription)).isZero();
        assertThat(claim("b", LONG).epoch()).isGreaterThan(expired.epoch());
    }

    @Test
    void PR_6_a_holder_past_its_lease_moves_nothing_even_if_nobody_took_over() {
        Lease lease = claim("a", SHORT);

        Eventually.holds("the lease expires", () -> refused(lease, 9) instanceof LeaseLostException);
        long after = checkpoints.position(subscription);
        Throwable later = refused(lease, after + 1);

        assertThat(later).isInstanceOf(LeaseLostException.class);
        assertThat(checkpoints.position(subscription)).isEqualTo(after);
    }

    @Test
    void a_stale_lease_takes_the_transaction_with_it_and_releases_nothing() {
        Lease stale = claim("a", LONG);
        checkpoints.release(stale);
        Lease current = claim("b", LONG);
        Lease elsewhere = checkpoints.claim(subscription + "-2", "a", LONG).orElseThrow();

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> transactions.run(() -> {
                    checkpoints.advance(elsewhere, 5);
                    checkpoints.advance(stale, 5);
                }));
        checkpoints.release(stale);

        assertThat(checkpoints.position(subscription + "-2")).isZero();
        assertThat(checkpoints.claim(subscription, "c", LONG)).isEmpty();
        checkpoints.advance(current, 2);
        assertThat(checkpoints.position(subscription)).isEqualTo(2);
    }

    @Test
    void a_claim_does_not_belong_to_the_transaction_around_it() {
        Throwable thrown = catchThrowable(() -> transactions.run(() -> {
            claim("a", LONG);
            throw new IllegalStateException("the caller fails");
        }));

        assertThat(thrown).hasMessage("the caller fails");
        assertThat(checkpoints.claim(subscription, "b", LONG)).isEmpty();
    }

    @Test
    void of_many_claims_at_once_one_succeeds() {
        List<CompletableFuture<Optional<Lease>>> claims = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> checkpoints.claim(subscription, "owner-" + i, LONG)))
                .toList();

        List<Lease> leases =
                claims.stream().flatMap(claim -> claim.join().stream()).toList();

        assertThat(leases).hasSize(1);
    }

    private Lease claim(String owner, Duration duration) {
        return checkpoints
                .claim(subscription, owner, duration)
                .orElseThrow(() -> new AssertionError("not free for " + owner));
    }

    private Throwable refused(Lease lease, long position) {
        return catchThrowable(() -> checkpoints.advance(lease, position));
    }
}
