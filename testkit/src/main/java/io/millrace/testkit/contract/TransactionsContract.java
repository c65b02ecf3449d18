package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.work.Transactions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Transactions} promise of the actions around their commit; the other suites try what they hold together. */
public abstract class TransactionsContract {

    private final List<String> happened = new ArrayList<>();
    private Transactions transactions;

    protected abstract Transactions transactions();

    @BeforeEach
    void open() {
        transactions = transactions();
    }

    @Test
    void work_runs_inside_a_transaction_and_its_result_comes_back() {
        String result = transactions.call(() -> {
            assertThat(transactions.active()).isTrue();
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(transactions.active()).isFalse();
    }

    @Test
    void actions_run_around_the_commit_of_the_outermost_transaction_in_their_order() {
        transactions.run(() -> {
            transactions.run(() -> {
                transactions.afterCommit(() -> happened.add("after 1, active: " + transactions.active()));
                transactions.beforeCommit(() -> happened.add("before 1"));
            });
            transactions.beforeCommit(() -> {
                happened.add("before 2, active: " + transactions.active());
                transactions.beforeCommit(() -> happened.add("before 3"));
                transactions.afterCommit(() -> happened.add("after 2"));
            });
            happened.add("work");
        });

        assertThat(happened)
                .containsExactly(
                        "work", "before 1", "before 2, active: true", "before 3", "after 1, active: false", "after 2");
    }

    @Test
    void an_exception_reaches_the_caller_unchanged_and_no_action_runs() {
        IllegalStateException failure = new IllegalStateException("the work fails");

        Throwable thrown = catchThrowable(() -> transactions.run(() -> {
            transactions.beforeCommit(() -> happened.add("before"));
            transactions.afterCommit(() -> happened.add("after"));
            happened.add("active: " + transactions.active());
            throw failure;
        }));

        assertThat(thrown).isSameAs(failure);
        assertThat(happened).containsExactly("active: true");
        assertThat(transactions.active()).isFalse();
    }

    @Test
    void an_action_before_the_commit_that_throws_prevents_it() {
        IllegalStateException failure = new IllegalStateException("the action fails");

        Throwable thrown = catchThrowable(() -> transactions.run(() -> {
            transactions.afterCommit(() -> happened.add("after"));
            transactions.beforeCommit(() -> {
                throw failure;
            });
        }));

        assertThat(thrown).isSameAs(failure);
        assertThat(happened).isEmpty();
    }

    @Test
    void an_action_after_the_commit_that_throws_changes_nothing() {
        String result = transactions.call(() -> {
            transactions.afterCommit(() -> {
                throw new IllegalStateException("too late");
            });
            transactions.afterCommit(() -> happened.add("after"));
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(happened).containsExactly("after");
    }

    @Test
    void outside_a_transaction_an_action_after_the_commit_runs_now_and_one_before_it_is_refused() {
        transactions.afterCommit(() -> happened.add("after"));
        Throwable refused = catchThrowable(() -> transactions.beforeCommit(() -> happened.add("before")));

        assertThat(happened).containsExactly("after");
        assertThat(refused).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void each_thread_has_a_transaction_of_its_own() {
        try (OpenTransaction open = OpenTransaction.after(
                transactions, () -> transactions.afterCommit(() -> happened.add("committed elsewhere")))) {
            assertThat(transactions.active()).isFalse();
            transactions.run(() -> happened.add("committed here"));
            open.commit();
        }

        assertThat(happened).containsExactly("committed here", "committed elsewhere");
    }
}
