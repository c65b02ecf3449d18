package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.deadletter.DeadLetter;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresDeadLettersTest {

    private TestDatabase database;
    private PostgresDeadLetters letters;

    @BeforeEach
    void openDatabase() {
        database = TestDatabase.migrated();
        letters = new PostgresDeadLetters(database.database());
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void what_the_database_cannot_store_is_parked_all_the_same() {
        letters.park(DeadLetterExamples.letter(
                "consumer:mails",
                "orders-0@1",
                UUID.randomUUID(),
                DeadLetter.State.PARKED,
                "a\u0000b, half a pair: \uD83D"));

        List<DeadLetter> parked = letters.list("consumer:mails", 10);
        assertThat(parked).hasSize(1);
        assertThat(parked.getFirst().payload()).startsWith("a\uFFFDb, half a pair: ");
    }

    @Test
    void what_is_resolved_is_never_read_again_however_much_it_is() {
        letters.park(DeadLetterExamples.parked("consumer:mails", "orders-0@1"));
        database.execute("""
                INSERT INTO millrace.dead_letters (id, source, location, key, attributes, payload, error_class,
                    message, stack, fingerprint, attempts, state, parked_at, resolved_at)
                SELECT gen_random_uuid(), 'consumer:mails', 'orders-0@' || n, 'key-' || n % 1000, '{}', '{}', 'E', '',
                    '', 'E@here', 1, 'REDRIVEN', now(), now()
                FROM generate_series(2, 50000) AS n
                """);
        database.execute("ANALYZE millrace.dead_letters");
        long before = rowsRead();

        assertThat(letters.keys("consumer:mails")).containsExactly("key of orders-0@1");
        assertThat(letters.held("consumer:mails", List.of("key-1", "key of orders-0@1")))
                .containsExactly("key of orders-0@1");
        assertThat(letters.releasable("consumer:mails", 100)).isEmpty();
        assertThat(letters.count("consumer:mails")).isEqualTo(1);

        assertThat(rowsRead() - before).isLessThan(100);
    }

    private long rowsRead() {
        database.execute("SELECT pg_stat_force_next_flush()");
        return Long.parseLong(database.value("SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)"
                + " FROM pg_stat_user_tables WHERE relname = 'dead_letters'"));
    }
}
