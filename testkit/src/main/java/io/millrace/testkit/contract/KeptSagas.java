package io.millrace.testkit.contract;

import io.millrace.event.EventContext;
import io.millrace.saga.JournalEntry;
import io.millrace.saga.Retry;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaSimulation;
import io.millrace.saga.SagaStore;
import io.millrace.saga.SagaStore.Understood;
import io.millrace.saga.SagaStore.Version;
import io.millrace.saga.Work;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Sagas of a name of their own in a store: one that goes on in memory, and what is stored of it. */
record KeptSagas(SagaStore store, Transactions transactions, String name) {

    record State(String id, String note) {}

    record Reserve(String id) {}

    record Release(String id) {}

    record Reserved(String note) {}

    record Refused(String why) {}

    static KeptSagas of(SagaStore store, Transactions transactions) {
        return new KeptSagas(store, transactions, "contract-" + UUID.randomUUID());
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    Saga<State> saga(int version) {
        return Saga.named(name, version, State.class)
                .deadline(Duration.ofDays(1))
                .local("prepare", state -> {})
                .undo(state -> {})
                .command("reserve", "Inventory", state -> new Reserve(state.id()))
                .answeredBy(Reserved.class, (state, answer) -> new State(state.id(), answer.note()))
                .rejectedBy(Refused.class, (state, refusal) -> new State(state.id(), refusal.why()))
                .answerWithin(Duration.ofHours(1))
                .undo(state -> new Release(state.id()))
                .call("charge", (state, attempt) -> "charged", (state, result) -> new State(state.id(), result))
                .retry(Retry.defaults().forAtMost(Duration.ZERO))
                .undo((state, attempt) -> {})
                .pivot("confirm", state -> {})
                .build();
    }

    Saga<State> withOtherSteps(int version) {
        return Saga.named(name, version, State.class)
                .pivot("confirm", state -> {})
                .build();
    }

    Version version(int number) {
        return new Version(name, number);
    }

    Set<Version> versions(int... numbers) {
        Set<Version> versions = new HashSet<>();
        for (int number : numbers) {
            versions.add(version(number));
        }
        return versions;
    }

    Understood readable(int... numbers) {
        return new Understood(versions(numbers), Map.of("Noted", 1));
    }

    /** Begun and not stored; it is due from then on. */
    SagaSimulation<State> begun(String key, int version, Instant at) {
        SagaSimulation<State> simulation = SagaSimulation.of(saga(version), at);
        simulation.start(key, new State(key, "\"새\" note"));
        return simulation;
    }

    SagaSimulation<State> started(String key) {
        return started(key, now());
    }

    SagaSimulation<State> started(String key, Instant at) {
        return started(key, 1, at);
    }

    /** Stored, with its first journal entry. */
    SagaSimulation<State> started(String key, int version, Instant at) {
        SagaSimulation<State> simulation = begun(key, version, at);
        if (!transactions.call(() -> store.insert(simulation.journal().getFirst()))) {
            throw new AssertionError("a saga was not inserted: " + key);
        }
        return simulation;
    }

    /** Stored, and suspended because a call failed. */
    SagaSimulation<State> suspended(String key) {
        SagaSimulation<State> simulation = started(key);
        reserved(simulation);
        simulation.threw(simulation.wake().orElseThrow(), new IllegalStateException("no connection"));
        save(simulation);
        return simulation;
    }

    /** Stored, and completed. */
    SagaSimulation<State> completed(String key, Instant at) {
        SagaSimulation<State> simulation = started(key, at);
        reserved(simulation);
        work(simulation);
        work(simulation);
        save(simulation);
        return simulation;
    }

    static void reserved(SagaSimulation<State> simulation) {
        work(simulation);
        simulation.deliver(new Reserved("on shelf 7"));
    }

    static void work(SagaSimulation<State> simulation) {
        Work work = simulation.wake().orElseThrow();
        simulation.returned(work, "well");
    }

    /** Stores, in one call, what has happened since the stored revision. */
    void save(SagaSimulation<State> simulation) {
        transactions.run(() -> store.save(unsaved(simulation)));
    }

    List<JournalEntry> unsaved(SagaSimulation<State> simulation) {
        long stored = found(simulation).revision();
        return simulation.journal().stream()
                .filter(entry -> entry.revision() > stored)
                .toList();
    }

    SagaInstance found(SagaSimulation<State> simulation) {
        return store.find(simulation.instance().id()).orElseThrow(() -> new AssertionError("a saga is not stored"));
    }

    static JournalEntry in(EventContext context, JournalEntry entry) {
        SagaInstance after = entry.after();
        return new JournalEntry(
                entry.saga(),
                entry.at(),
                entry.what(),
                entry.step(),
                entry.detail(),
                new SagaInstance(
                        after.identity(),
                        after.revision(),
                        after.state(),
                        after.course(),
                        after.times(),
                        context,
                        after.steps()),
                entry.changed(),
                entry.operator());
    }
}
