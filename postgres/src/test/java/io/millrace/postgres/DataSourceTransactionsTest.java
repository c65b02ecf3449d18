package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataSourceTransactionsTest {

    private final List<String> happened = new ArrayList<>();
    private TestDatabase database;
    private JdbcTransactions transactions;

    @BeforeEach
    void openDatabase() {
        database = TestDatabase.empty();
        database.execute("CREATE TABLE notes (text text)");
        transactions = database.database().transactions();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void what_joins_commits_with_the_outer_work_and_actions_run_around_the_commit() {
        transactions.run(() -> {
            transactions.afterCommit(() -> happened.add("after, active: " + transactions.active()));
            transactions.beforeCommit(() -> {
                note("before");
                transactions.beforeCommit(() -> note("before that"));
            });
            transactions.run(() -> note("inner"));
            assertThat(notes()).isEmpty();
        });

        assertThat(notes()).isEqualTo("before,before that,inner");
        assertThat(happened).containsExactly("after, active: false");
    }

    @Test
    void work_that_throws_leaves_nothing_and_its_exception_comes_through() {
        IllegalStateException failure = new IllegalStateException("no");

        assertThatThrownBy(() -> transactions.run(() -> {
                    transactions.afterCommit(() -> happened.add("after"));
                    note("lost");
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(notes()).isEmpty();
        assertThat(happened).isEmpty();
        assertThat(transactions.active()).isFalse();
    }

    @Test
    void an_action_before_the_commit_that_throws_rolls_back() {
        assertThatThrownBy(() -> transactions.run(() -> {
                    note("lost");
                    transactions.beforeCommit(() -> {
                        throw new IllegalStateException("no");
                    });
                }))
                .hasMessage("no");

        assertThat(notes()).isEmpty();
    }

    @Test
    void a_transaction_that_a_swallowed_error_has_ended_does_not_pass_as_committed() {
        assertThatThrownBy(() -> transactions.run(() -> {
                    note("lost");
                    assertThatThrownBy(() -> transactions.withConnection(
                                    connection -> Sql.of("SELECT 1/0").one(connection, row -> true)))
                            .isInstanceOf(DatabaseException.class);
                }))
                .isInstanceOf(DatabaseException.class);

        assertThat(notes()).isEmpty();
    }

    @Test
    void without_a_transaction_actions_after_run_now_and_actions_before_are_refused() {
        transactions.afterCommit(() -> happened.add("now"));

        assertThat(happened).containsExactly("now");
        assertThatThrownBy(() -> transactions.beforeCommit(() -> happened.add("never")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_action_after_the_commit_that_fails_keeps_no_other_from_running() {
        transactions.run(() -> {
            transactions.afterCommit(() -> {
                throw new IllegalStateException("no");
            });
            transactions.afterCommit(() -> happened.add("after"));
        });

        assertThat(happened).containsExactly("after");
    }

    private void note(String text) {
        transactions.withConnection(
                connection -> Sql.of("INSERT INTO notes VALUES (?)", text).update(connection));
    }

    private String notes() {
        return database.value("SELECT coalesce(string_agg(text, ',' ORDER BY text), '') FROM notes");
    }
}
