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
    void a_letter_comes_back_whole() {
        DeadLetter letter = DeadLetterExamples.parked("consumer:mails", "orders-0@1");

        letters.park(letter);

        assertThat(letters.list("consumer:mails", 10)).containsExactly(letter);
        assertThat(letters.keys("consumer:mails")).containsExactly("key of orders-0@1");
        assertThat(letters.count("consumer:mails")).isEqualTo(1);
        assertThat(letters.count("consumer:others")).isZero();
    }

    @Test
    void parking_the_same_location_again_changes_nothing() {
        DeadLetter first = DeadLetterExamples.parked("consumer:mails", "orders-0@1");
        letters.park(first);

        letters.park(DeadLetterExamples.parked("consumer:mails", "orders-0@1"));
        letters.park(DeadLetterExamples.parked("consumer:others", "orders-0@1"));

        assertThat(letters.list("consumer:mails", 10)).containsExactly(first);
        assertThat(letters.count("consumer:others")).isEqualTo(1);
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
