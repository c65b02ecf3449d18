package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.saga.StepFence;
import io.millrace.saga.StepFence.Entry;
import io.millrace.work.Transactions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a {@link StepFence} promises. It may know other keys before a test. */
public abstract class StepFenceContract {

    private static final int ROUNDS = 100;

    private StepFence fence;
    private Transactions transactions;
    private String key;

    /** The fence, which joins {@link #transactions}. */
    protected abstract StepFence fence();

    protected abstract Transactions transactions();

    @BeforeEach
    void open() {
        fence = fence();
        transactions = transactions();
        key = "주문-1/reserve/" + UUID.randomUUID();
    }

    @Test
    void SG_3_an_action_is_applied_once() {
        assertThat(act(key)).isEqualTo(Entry.FIRST);
        assertThat(act(key)).isEqualTo(Entry.REPEATED);
        assertThat(act(key + "/other")).isEqualTo(Entry.FIRST);
    }

    @Test
    void an_action_that_was_applied_is_undone_once() {
        act(key);

        assertThat(undo(key)).isTrue();
        assertThat(undo(key)).isFalse();
        assertThat(act(key)).isEqualTo(Entry.UNDONE);
    }

    @Test
    void SG_3_an_action_that_comes_after_its_undo_is_shut_out() {
        boolean undone = undo(key);
        Entry late = act(key);

        assertThat(undone).isFalse();
        assertThat(late).isEqualTo(Entry.UNDONE);
        assertThat(undo(key)).isFalse();
    }

    @Test
    void what_is_rolled_back_was_neither_applied_nor_undone() {
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> fence.act(key))) {
            open.rollback();
        }
        Entry entry = act(key);
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> fence.undo(key))) {
            open.rollback();
        }

        assertThat(entry).isEqualTo(Entry.FIRST);
        assertThat(act(key)).isEqualTo(Entry.REPEATED);
        assertThat(undo(key)).isTrue();
    }

    @Test
    void an_undo_waits_for_the_action_that_is_under_way() {
        List<Object> happened = Collections.synchronizedList(new ArrayList<>());
        try (OpenTransaction acting = OpenTransaction.after(transactions, () -> happened.add(fence.act(key)));
                OpenTransaction undoing = OpenTransaction.begin(transactions, () -> happened.add(fence.undo(key)))) {
            undoing.requireWaiting();
            acting.commit();
            undoing.awaitWork();
            undoing.commit();
        }

        assertThat(happened).containsExactly(Entry.FIRST, true);
    }

    @Test
    void an_action_waits_for_the_undo_that_is_under_way() {
        List<Object> happened = Collections.synchronizedList(new ArrayList<>());
        try (OpenTransaction undoing = OpenTransaction.after(transactions, () -> happened.add(fence.undo(key)));
                OpenTransaction acting = OpenTransaction.begin(transactions, () -> happened.add(fence.act(key)))) {
            acting.requireWaiting();
            undoing.commit();
            acting.awaitWork();
            acting.commit();
        }

        assertThat(happened).containsExactly(false, Entry.UNDONE);
    }

    @Test
    void SG_2_what_is_applied_is_undone_whichever_of_both_comes_first() {
        for (int round = 0; round < ROUNDS; round++) {
            String contested = key + round;
            CompletableFuture<Entry> acting = CompletableFuture.supplyAsync(() -> act(contested));
            CompletableFuture<Boolean> undoing = CompletableFuture.supplyAsync(() -> undo(contested));

            boolean applied = acting.join() == Entry.FIRST;

            assertThat(undoing.join()).isEqualTo(applied);
            assertThat(act(contested)).isEqualTo(Entry.UNDONE);
        }
    }

    @Test
    void it_needs_the_transaction_of_the_effects() {
        assertThatIllegalStateException().isThrownBy(() -> fence.act(key)).withMessageContaining("Transactions.run");
        assertThatIllegalStateException().isThrownBy(() -> fence.undo(key));
    }

    private Entry act(String of) {
        return transactions.call(() -> fence.act(of));
    }

    private boolean undo(String of) {
        return transactions.call(() -> fence.undo(of));
    }
}
