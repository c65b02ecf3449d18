package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.saga.Direction;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.SagaStore;
import io.millrace.saga.StepRun;
import io.millrace.saga.StepStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/** What SG-1 to SG-5 and SG-8 say about a saga that has ended, checked on what it left behind. */
final class BookAudit {

    private static final List<String> FORWARD = List.of("reserve", "note", "confirm", "ship", "told");
    private static final List<String> BACKWARD = List.of("release", "unnote", "undone");

    private final TestDatabase given;
    private final SagaStore store;

    BookAudit(TestDatabase given) {
        this.given = given;
        this.store = new PostgresSagaStore(given.database());
    }

    SagaInstance find(String book) {
        return store.find(BookSaga.NAME, book).orElseThrow();
    }

    SagaStatus status(String book) {
        return store.find(BookSaga.NAME, book).map(SagaInstance::status).orElse(SagaStatus.SUSPENDED);
    }

    /** Why it waits for a person. */
    String suspension(String book) {
        return Objects.requireNonNull(find(book).course().suspension()).reason();
    }

    List<JournalEntry> journal(String book) {
        return store.history(find(book).id());
    }

    List<JournalEntry.Kind> kinds(String book) {
        return journal(book).stream().map(JournalEntry::what).toList();
    }

    /** How often the effect has happened. */
    int times(String book, String what) {
        return count("SELECT count(*) FROM effects WHERE book = '%s' AND what = '%s'".formatted(book, what));
    }

    int charged(String book) {
        return count("SELECT count(*) FROM charges WHERE book = '%s' AND state = 'CHARGED'".formatted(book));
    }

    int count(String sql) {
        return Integer.parseInt(given.value(sql));
    }

    void requireSound(String book) {
        SagaInstance saga = find(book);
        switch (saga.status()) {
            case COMPLETED -> requireCompleted(saga);
            case COMPENSATED -> requireCompensated(saga);
            case RUNNING, COMPENSATING, SUSPENDED ->
                throw new AssertionError("SG-1: %s is %s".formatted(book, saga.course()));
        }
        requireReplayable(saga);
    }

    private void requireCompleted(SagaInstance saga) {
        String book = saga.key();
        assertThat(FORWARD).allSatisfy(what -> assertThat(times(book, what))
                .as("SG-3: %s of %s", what, book)
                .isEqualTo(1));
        assertThat(BACKWARD).allSatisfy(what -> assertThat(times(book, what))
                .as("SG-4: %s of %s", what, book)
                .isZero());
        assertThat(charged(book)).as("SG-3: charges of %s", book).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM captures WHERE book = '%s'".formatted(book)))
                .as("SG-3: captures of %s", book)
                .isEqualTo(1);
    }

    private void requireCompensated(SagaInstance saga) {
        String book = saga.key();
        assertThat(List.of("confirm", "ship", "told")).allSatisfy(what -> assertThat(times(book, what))
                .as("SG-4: %s of %s", what, book)
                .isZero());
        assertThat(times(book, "undone")).as("SG-3: undone of %s", book).isEqualTo(1);
        assertThat(times(book, "reserve"))
                .as("SG-2: reserve of %s", book)
                .isEqualTo(times(book, "release"))
                .isLessThanOrEqualTo(1);
        assertThat(times(book, "note"))
                .as("SG-2: note of %s", book)
                .isEqualTo(times(book, "unnote"))
                .isLessThanOrEqualTo(1);
        assertThat(charged(book)).as("SG-2: charges of %s", book).isZero();
        saga.steps().stream()
                .filter(run -> run.direction() == Direction.FORWARD && mayHaveHappened(run))
                .forEach(run -> requireUndone(saga, run));
        requireReverseOrder(saga);
    }

    private static boolean mayHaveHappened(StepRun run) {
        return run.status() != StepStatus.REJECTED && run.status() != StepStatus.FAILED;
    }

    private void requireUndone(SagaInstance saga, StepRun forward) {
        assertThat(saga.run(forward.step(), Direction.COMPENSATE).map(StepRun::status))
                .as("SG-2: the undo of %s of %s", forward.step(), saga.key())
                .hasValue(StepStatus.DONE);
        if (forward.step().equals("reserve")) {
            assertThat(given.value(
                            "SELECT outcome FROM millrace.step_fences WHERE key = '%s/reserve'".formatted(saga.key())))
                    .isEqualTo("UNDONE");
        }
        if (forward.step().equals("charge")) {
            assertThat(count("SELECT count(*) FROM charges WHERE book = '%s' AND state = 'UNDONE'"
                            .formatted(saga.key())))
                    .as("SG-2: the key of the charge of %s is shut", saga.key())
                    .isEqualTo(1);
        }
    }

    private static void requireReverseOrder(SagaInstance saga) {
        List<Long> ends = saga.steps().stream()
                .filter(run -> run.direction() == Direction.COMPENSATE)
                .sorted(Comparator.comparing(StepRun::endedSeq))
                .flatMap(run -> saga.run(run.step(), Direction.FORWARD).stream())
                .map(StepRun::endedSeq)
                .filter(end -> end > 0)
                .toList();
        assertThat(ends).as("SG-5: %s", saga.key()).isSortedAccordingTo(Comparator.reverseOrder());
    }

    private void requireReplayable(SagaInstance saga) {
        List<JournalEntry> journal = store.history(saga.id());
        assertThat(journal.stream().mapToLong(JournalEntry::revision))
                .as("SG-8: the journal of %s has no holes", saga.key())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, saga.revision()).boxed().toList());
        assertThat(journal.getLast().after()).as("SG-8: %s", saga.key()).isEqualTo(saga);
    }
}
