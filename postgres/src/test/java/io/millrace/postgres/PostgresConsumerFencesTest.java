package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.consumer.ConsumerFences.Fence;
import io.millrace.consumer.FencedException;
import io.millrace.testkit.Eventually;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresConsumerFencesTest {

    private TestDatabase database;
    private Database plain;
    private PostgresConsumerFences fences;

    @BeforeEach
    void openDatabase() {
        database = TestDatabase.migrated();
        plain = database.database();
        fences = new PostgresConsumerFences(plain);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void CO_6_only_the_newest_owner_of_a_partition_commits() {
        Fence first = fences.raise("mails", "orders", 0);
        Fence other = fences.raise("mails", "orders", 1);

        Fence second = fences.raise("mails", "orders", 0);

        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThatThrownBy(() -> plain.transactions().run(() -> fences.hold(first)))
                .isInstanceOf(FencedException.class);
        plain.transactions().run(() -> fences.hold(second));
        plain.transactions().run(() -> fences.hold(other));
    }

    @Test
    void CO_6_a_new_owner_waits_for_the_transaction_that_holds_the_partition() {
        Fence first = fences.raise("mails", "orders", 0);

        CompletableFuture<Fence> next = plain.transactions().call(() -> {
            fences.hold(first);
            CompletableFuture<Fence> raising =
                    CompletableFuture.supplyAsync(() -> fences.raise("mails", "orders", 0));
            Eventually.holds(
                    "the new owner waits for the lock",
                    () -> database.value("SELECT count(*) FROM pg_locks WHERE NOT granted AND database ="
                                    + " (SELECT oid FROM pg_database WHERE datname = current_database())"
                                    + " OR NOT granted AND locktype = 'transactionid'")
                            .equals("1"));
            assertThat(raising).isNotDone();
            return raising;
        });

        assertThat(next.join().epoch()).isEqualTo(first.epoch() + 1);
    }
}
