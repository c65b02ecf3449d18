package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.consumer.Inbox;
import io.millrace.event.EventIds;
import io.millrace.work.Transactions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an {@link Inbox} promises. The inbox may hold other ids before a test. */
public abstract class InboxContract {

    private static final String CONSUMER = "contract";

    private final UUID one = EventIds.next();
    private final UUID two = EventIds.next();
    private final UUID three = EventIds.next();
    private Inbox inbox;
    private Transactions transactions;

    /** The inbox, which joins {@link #transactions}. */
    protected abstract Inbox inbox();

    protected abstract Transactions transactions();

    @BeforeEach
    void open() {
        inbox = inbox();
        transactions = transactions();
    }

    @Test
    void CO_1_an_id_is_new_once() {
        assertThat(claim(CONSUMER, List.of(one, two))).containsExactlyInAnyOrder(one, two);
        assertThat(claim(CONSUMER, List.of(two, three, one))).containsExactly(three);
        assertThat(claim(CONSUMER, List.of(one, two, three))).isEmpty();
    }

    @Test
    void CO_1_an_id_is_new_once_within_one_batch_and_one_transaction() {
        transactions.run(() -> {
            assertThat(inbox.claim(CONSUMER, List.of(one, one, two))).containsExactlyInAnyOrder(one, two);
            assertThat(inbox.claim(CONSUMER, List.of(one))).isEmpty();
            assertThat(inbox.claim(CONSUMER, three)).isTrue();
            assertThat(inbox.claim(CONSUMER, three)).isFalse();
        });
    }

    @Test
    void an_empty_batch_claims_nothing() {
        assertThat(claim(CONSUMER, List.of())).isEmpty();
        assertThat(claim(CONSUMER, List.of(one))).containsExactly(one);
    }

    @Test
    void CO_1_a_rollback_frees_the_ids() {
        assertThat(claim(CONSUMER, List.of(one))).containsExactly(one);
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> inbox.claim(CONSUMER, List.of(two)))) {
            open.rollback();
        }

        assertThat(claim(CONSUMER, List.of(one, two))).containsExactly(two);
    }

    @Test
    void each_consumer_has_ids_of_its_own() {
        assertThat(claim(CONSUMER, List.of(one))).containsExactly(one);
        assertThat(claim("another", List.of(one))).containsExactly(one);
    }

    @Test
    void CO_1_of_two_claims_at_once_the_second_gets_nothing_when_the_first_commits() {
        assertThat(secondClaimAfter(OpenTransaction::commit)).isEmpty();
        assertThat(claim(CONSUMER, List.of(two))).containsExactly(two);
    }

    @Test
    void CO_1_of_two_claims_at_once_the_second_gets_the_id_when_the_first_rolls_back() {
        assertThat(secondClaimAfter(OpenTransaction::rollback)).containsExactly(one);
    }

    private Set<UUID> secondClaimAfter(Consumer<OpenTransaction> end) {
        AtomicReference<Set<UUID>> second = new AtomicReference<>(Set.of());
        try (OpenTransaction first = OpenTransaction.after(transactions, () -> inbox.claim(CONSUMER, List.of(one)));
                OpenTransaction other =
                        OpenTransaction.begin(transactions, () -> second.set(inbox.claim(CONSUMER, List.of(one))))) {
            end.accept(first);
            other.awaitWork();
            other.commit();
        }
        return second.get();
    }

    @Test
    void CO_1_work_runs_once_for_an_id_and_again_only_after_it_failed() {
        AtomicInteger runs = new AtomicInteger();
        IllegalStateException failure = new IllegalStateException("the work fails");

        Throwable thrown = catchThrowable(() -> inbox.once(CONSUMER, one, () -> {
            throw failure;
        }));
        boolean first = inbox.once(CONSUMER, one, runs::incrementAndGet);
        boolean second = inbox.once(CONSUMER, one, runs::incrementAndGet);

        assertThat(thrown).isSameAs(failure);
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_claim_outside_a_transaction_is_refused() {
        Throwable refused = catchThrowable(() -> inbox.claim(CONSUMER, List.of(one)));

        assertThat(refused).isInstanceOf(IllegalStateException.class);
        assertThat(claim(CONSUMER, List.of(one))).containsExactly(one);
    }

    private Set<UUID> claim(String consumer, Collection<UUID> ids) {
        return transactions.call(() -> inbox.claim(consumer, ids));
    }
}
