package io.millrace.postgres;

import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.Retry;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaSimulation;
import io.millrace.saga.SagaStore.Keeping;
import io.millrace.saga.SagaStore.KeptMessage;
import io.millrace.saga.SagaStore.Understood;
import io.millrace.saga.SagaStore.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sagas of one step, as they stand in the tables. */
final class SagaExamples {

    record Note(String text) {}

    private SagaExamples() {}

    static Saga<Note> saga(String name) {
        return Saga.named(name, Note.class)
                .pivot("confirm", note -> {})
                .retry(Retry.defaults().forAtMost(Duration.ZERO))
                .build();
    }

    static Set<Version> versions(Saga<?> saga) {
        return Set.of(new Version(saga.name(), saga.version()));
    }

    static Understood readable(Saga<?> saga) {
        return new Understood(versions(saga), Map.of("Noted", 1));
    }

    static SagaSimulation<Note> begun(Saga<Note> saga, String key) {
        SagaSimulation<Note> simulation = SagaSimulation.of(saga, Instant.now().truncatedTo(ChronoUnit.MICROS));
        simulation.start(key, new Note("it is new"));
        return simulation;
    }

    /** The transitions to its end. */
    static List<JournalEntry> completed(SagaSimulation<Note> begun) {
        begun.returned(begun.wake().orElseThrow(), "well");
        return begun.journal().subList(1, begun.journal().size());
    }

    /** The transitions to where a person has to look. */
    static List<JournalEntry> suspended(SagaSimulation<Note> begun, String because) {
        begun.threw(begun.wake().orElseThrow(), new IllegalStateException(because));
        return begun.journal().subList(1, begun.journal().size());
    }

    static KeptMessage message(String saga, String key) {
        EventMetadata metadata = new EventMetadata(
                EventIds.next(), "Noted", 1, Instant.now().truncatedTo(ChronoUnit.MICROS), null, null, null, null);
        return new KeptMessage(saga, key, metadata, "{}", Keeping.WAITING);
    }
}
