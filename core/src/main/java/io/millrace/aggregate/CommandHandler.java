package io.millrace.aggregate;

import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.store.Appended;
import io.millrace.store.EventStore;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.NewEvent;
import io.millrace.store.RecordedEvent;
import io.millrace.store.StreamId;
import io.millrace.store.VersionConflictException;
import io.millrace.work.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Runs commands against the aggregates of one type: load, decide, append with the loaded version.
 *
 * <p>A conflict with a concurrent command is repeated on the new state, a few times, unless the caller's
 * transaction is active: that one is over then, and the conflict reaches the caller. Safe for use by many threads.
 *
 * @param <C> commands, @param <S> state, @param <E> events
 */
public final class CommandHandler<C, S, E> {

    /** What a handler works with. */
    public record Environment(
            EventStore store, Transactions transactions, EventTypes types, EventCodec codec, Clock clock) {}

    /** An aggregate as it was loaded; version 0 if it does not exist. */
    public record Loaded<S>(S state, long version) {}

    private static final int ATTEMPTS = 5;

    private final String type;
    private final Decider<C, S, E> decider;
    private final Environment environment;
    private final Snapshotting<S> snapshotting;

    /** @param type the aggregate's type, the first part of its {@link StreamId} */
    public CommandHandler(String type, Decider<C, S, E> decider, Environment environment) {
        this(type, decider, environment, Snapshotting.off());
    }

    public CommandHandler(
            String type, Decider<C, S, E> decider, Environment environment, Snapshotting<S> snapshotting) {
        this.type = type;
        this.decider = decider;
        this.environment = environment;
        this.snapshotting = snapshotting;
    }

    /**
     * Decides the command on the aggregate's newest state and appends what follows from it. A command that changes
     * nothing returns the version as it is, with position 0.
     *
     * @throws VersionConflictException if others were faster each time
     */
    public Appended handle(String id, C command) {
        for (int attempt = 1; ; attempt++) {
            try {
                return decideOnce(id, command);
            } catch (VersionConflictException conflict) {
                if (attempt == ATTEMPTS || environment.transactions().active()) {
                    throw conflict;
                }
            }
        }
    }

    /** The newest state. */
    public Loaded<S> load(String id) {
        StreamId stream = new StreamId(type, id);
        Loaded<S> start = snapshotting.latest(stream).orElseGet(() -> new Loaded<>(decider.initialState(), 0));
        return replay(start, environment.store().load(stream, start.version()));
    }

    /** Time travel: the state at a version, or the newest one before it. */
    public Loaded<S> loadAt(String id, long version) {
        return loadWhile(id, event -> event.version() <= version);
    }

    /** Time travel: the state as it was known at an instant. */
    public Loaded<S> loadAsOf(String id, Instant instant) {
        return loadWhile(id, event -> !event.metadata().occurredAt().isAfter(instant));
    }

    private Loaded<S> loadWhile(String id, Predicate<RecordedEvent> included) {
        List<RecordedEvent> events = environment.store().load(new StreamId(type, id), 0).stream()
                .takeWhile(included)
                .toList();
        return replay(new Loaded<>(decider.initialState(), 0), events);
    }

    private Appended decideOnce(String id, C command) {
        StreamId stream = new StreamId(type, id);
        Loaded<S> loaded = load(id);
        List<E> events = decider.decide(command, loaded.state());
        if (events.isEmpty()) {
            return new Appended(stream, loaded.version(), 0);
        }
        List<NewEvent> described = events.stream().map(this::describe).toList();
        Appended appended = environment.store().append(stream, ExpectedVersion.of(loaded.version()), described);
        Loaded<S> now = new Loaded<>(evolve(loaded.state(), events), appended.version());
        environment.transactions().afterCommit(() -> snapshotting.after(stream, loaded.version(), now));
        return appended;
    }

    private NewEvent describe(E event) {
        return new NewEvent(environment.types().describe(event, environment.clock()), event);
    }

    private S evolve(S state, List<E> events) {
        S evolved = state;
        for (E event : events) {
            evolved = decider.evolve(evolved, event);
        }
        return evolved;
    }

    @SuppressWarnings("unchecked")
    private Loaded<S> replay(Loaded<S> start, List<RecordedEvent> events) {
        S state = start.state();
        long version = start.version();
        for (RecordedEvent recorded : events) {
            E event = (E) environment
                    .codec()
                    .decode(recorded.metadata().type(), recorded.metadata().version(), recorded.text());
            state = decider.evolve(state, event);
            version = recorded.version();
        }
        return new Loaded<>(state, version);
    }
}
