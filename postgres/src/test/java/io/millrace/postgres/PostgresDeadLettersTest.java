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
}
