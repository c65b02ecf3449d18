package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.postgres.SagaExamples.Note;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaStore.KeptMessage;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.contract.OpenTransaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages of a saga that is held by somebody while the first of them is looked at, and free at the second. */
class SagaMessagesOrderTest {

    private static final int GATE = 1;

    private final TestDatabase given = TestDatabase.migrated();
    private final Database database = given.database();
    private final PostgresSagaStore store = new PostgresSagaStore(database);
    private final Saga<Note> saga = SagaExamples.saga("checkout");

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void the_second_one_is_not_taken_before_the_first() {
        List<KeptMessage> both = List.of(SagaExamples.message("checkout", "a"), SagaExamples.message("checkout", "a"));
        List<KeptMessage> taken = Collections.synchronizedList(new ArrayList<>());
        database.transactions().run(() -> {
            store.insert(SagaExamples.begun(saga, "a").journal().getFirst());
            store.keep(both);
        });
        waitBeforeTheSecondMessage();

        try (OpenTransaction gate = OpenTransaction.after(database.transactions(), this::shutTheGate);
                OpenTransaction holding =
                        OpenTransaction.after(database.transactions(), () -> store.lock("checkout", List.of("a")));
                OpenTransaction taking = OpenTransaction.begin(database.transactions(), () -> taken.addAll(take()))) {
            Eventually.holds("it has passed the first message", this::someoneIsAtTheGate);
            holding.commit();
            gate.commit();
            taking.awaitWork();
            taking.commit();
        }

        assertThat(taken).isEmpty();
        assertThat(database.transactions().call(this::take)).containsExactlyElementsOf(both);
    }

    /** Its second look at the second message waits for the gate; the first one is for messages of newer versions. */
    private void waitBeforeTheSecondMessage() {
        given.execute("ALTER TABLE millrace.saga_messages RENAME TO stored_messages");
        given.execute("CREATE SEQUENCE looks");
        given.execute("""
                CREATE FUNCTION looked_at(number bigint) RETURNS boolean LANGUAGE plpgsql AS $$
                BEGIN
                    IF number = 2 AND nextval('looks') = 2 THEN
                        PERFORM pg_advisory_xact_lock(%d);
                    END IF;
                    RETURN TRUE;
                END $$
                """.formatted(GATE));
        given.execute(
                "CREATE VIEW millrace.saga_messages AS SELECT * FROM millrace.stored_messages WHERE looked_at(number)");
    }

    private void shutTheGate() {
        database.joined(
                connection -> Sql.of("SELECT pg_advisory_xact_lock(?)", GATE).one(connection, row -> row.getString(1)));
    }

    private boolean someoneIsAtTheGate() {
        return given.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                .equals("1");
    }

    /** One row after the other, as with many of them. */
    private List<KeptMessage> take() {
        List.of("sort", "hashjoin", "mergejoin", "seqscan")
                .forEach(plan -> database.joined(Sql.of("SET LOCAL enable_" + plan + " = off")::update));
        return store.applicable(SagaExamples.readable(saga), 100);
    }
}
