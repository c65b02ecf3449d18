package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_NOT_SUPPORTED;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRES_NEW;

import io.millrace.event.UnknownEventTypeException;
import io.millrace.outbox.NoTransactionException;
import io.millrace.outbox.OutgoingEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** What {@code Outbox.add} does in Spring's transactions, whatever manages them. */
abstract class OutboxInTransactions extends OutboxFixture {

    @Test
    void events_of_a_transaction_are_written_in_their_order() {
        inTransaction(() -> {
            add("1");
            add("2");
            add("3");
        });

        assertThat(written()).containsExactly("1", "2", "3");
    }

    @Test
    void nothing_is_written_before_the_work_is_done() {
        List<String> during = new ArrayList<>();

        inTransaction(() -> {
            add("1");
            during.addAll(written());
        });

        assertThat(during).isEmpty();
        assertThat(written()).containsExactly("1");
    }

    @Test
    void RL_2_events_of_a_rolled_back_transaction_are_gone() {
        aborted(() -> inTransaction(() -> {
            add("1");
            throw new Abort();
        }));

        assertThat(written()).isEmpty();
    }

    @Test
    void RL_2_events_of_a_rollback_only_transaction_are_gone() {
        required().executeWithoutResult(status -> {
            add("1");
            status.setRollbackOnly();
        });

        assertThat(written()).isEmpty();
    }

    @Test
    void without_a_transaction_an_event_is_refused() {
        assertThatExceptionOfType(NoTransactionException.class).isThrownBy(() -> add("1"));

        assertThat(written()).isEmpty();
    }

    @Test
    void in_a_read_only_transaction_an_event_is_refused() {
        TransactionTemplate readOnly = required();
        readOnly.setReadOnly(true);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> readOnly.executeWithoutResult(status -> add("1")))
                .withMessageContaining("read-only");

        assertThat(written()).isEmpty();
    }

    @Test
    void a_suspended_transaction_is_no_transaction() {
        inTransaction(() -> {
            add("1");
            assertThatExceptionOfType(NoTransactionException.class)
                    .isThrownBy(() -> template(PROPAGATION_NOT_SUPPORTED).executeWithoutResult(status -> add("2")));
        });

        assertThat(written()).containsExactly("1");
    }

    @Test
    void a_transaction_on_another_DataSource_is_no_transaction() {
        TransactionTemplate elsewhere = elsewhere();

        assertThatExceptionOfType(NoTransactionException.class)
                .isThrownBy(() -> elsewhere.executeWithoutResult(status -> {
                    written();
                    add("1");
                }));

        assertThat(written()).isEmpty();
    }

    @Test
    void inside_a_transaction_on_another_DataSource_the_own_one_has_its_own_events() {
        elsewhere().executeWithoutResult(outer -> {
            inTransaction(() -> add("1"));
            outer.setRollbackOnly();
        });

        assertThat(written()).containsExactly("1");
    }

    @Test
    void REQUIRES_NEW_that_commits_keeps_its_events_when_the_outer_transaction_rolls_back() {
        aborted(() -> inTransaction(() -> {
            add("outer");
            template(PROPAGATION_REQUIRES_NEW).executeWithoutResult(status -> add("inner"));
            throw new Abort();
        }));

        assertThat(written()).containsExactly("inner");
    }

    @Test
    void REQUIRES_NEW_that_rolls_back_takes_only_its_own_events() {
        inTransaction(() -> {
            add("before");
            template(PROPAGATION_REQUIRES_NEW).executeWithoutResult(status -> {
                add("inner");
                status.setRollbackOnly();
            });
            add("after");
        });

        assertThat(written()).containsExactly("before", "after");
    }

    @Test
    void events_added_by_other_callbacks_before_the_commit_are_written_too() {
        inTransaction(() -> {
            add("1");
            beforeCommit(() -> {
                add("2");
                beforeCommitOfMillrace(() -> add("3"));
            });
        });

        assertThat(written()).containsExactly("1", "2", "3");
    }

    @Test
    void an_event_that_only_a_callback_before_the_commit_adds_is_written() {
        inTransaction(() -> beforeCommit(() -> add("1")));

        assertThat(written()).containsExactly("1");
    }

    @Test
    void after_the_commit_an_event_is_refused_and_a_new_transaction_takes_it() {
        List<Throwable> refused = new ArrayList<>();

        inTransaction(() -> {
            add("1");
            afterCommit(() -> {
                refused.add(failureOf(() -> add("2")));
                template(PROPAGATION_REQUIRES_NEW).executeWithoutResult(status -> add("3"));
                transactions().run(() -> add("4"));
            });
        });

        assertThat(refused).singleElement().isInstanceOf(NoTransactionException.class);
        assertThat(written()).containsExactly("1", "3", "4");
    }

    @Test
    void what_runs_after_the_commit_may_begin_a_transaction_and_runs_never_after_a_rollback() {
        inTransaction(() -> transactions().afterCommit(() -> transactions().run(() -> add("committed"))));
        aborted(() -> inTransaction(() -> {
            transactions().afterCommit(() -> transactions().run(() -> add("rolled back")));
            throw new Abort();
        }));

        assertThat(written()).containsExactly("committed");
    }

    @Test
    void an_event_that_is_not_registered_fails_where_it_is_added() {
        inTransaction(() -> {
            add("1");
            assertThatExceptionOfType(UnknownEventTypeException.class)
                    .isThrownBy(() -> outbox().add(new OutgoingEvent("Order", "2", "no event")));
        });

        assertThat(written()).containsExactly("1");
    }
}
