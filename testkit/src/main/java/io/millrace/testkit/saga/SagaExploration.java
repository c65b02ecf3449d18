package io.millrace.testkit.saga;

import io.millrace.saga.SagaSimulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a saga thousands of times while everything goes wrong that may: processes die, messages come twice, late, in
 * any order or not at all, calls take effect and nobody hears of it, time jumps, people cancel and retry. Then the world
 * becomes quiet, and what must hold of every saga is looked at. Each run comes from a seed and can be repeated.
 *
 * <p>{@snippet :
 * SagaTest.explore(saga, new Checkout("order-1"))
 *         .answering(ReserveStock.class, command -> List.of(new StockReserved("A1"), new StockUnavailable("none")))
 *         .calling("authorise", state -> List.of("auth-1", new CardDeclined()))
 *         .seeds(20_000);
 * }
 *
 * <p>The other sides behave as they have to: a participant keeps a fence and takes each command in once, and the other
 * side of a call decides on a key once and refuses it after its undo. Local steps run the definition's code. For one
 * thread.
 */
public final class SagaExploration<S extends Record> {

    private static final UUID EXPLORED = new UUID(0, 1);

    private final Supplier<SagaSimulation<S>> sagas;
    private final S state;
    private final Participants<S> participants = new Participants<>(new HashMap<>(), new HashMap<>(), new HashMap<>());
    private final Map<String, SagaInvariant<S>> invariants = new LinkedHashMap<>(SagaInvariant.builtIn());

    private SagaExploration(Supplier<SagaSimulation<S>> sagas, S state) {
        this.sagas = sagas;
        this.state = state;
    }

    /** Explores sagas that are made by the supplier, each not started yet. */
    public static <S extends Record> SagaExploration<S> of(Supplier<SagaSimulation<S>> sagas, S state) {
        return new SagaExploration<>(sagas, state);
    }

    /** What may be answered to the command, or to the undo: any of these, or sometimes nothing. */
    public <C> SagaExploration<S> answering(Class<C> command, Function<C, ? extends List<?>> answers) {
        participants.answers().put(command, message -> answers.apply(command.cast(message)));
        return this;
    }

    /** What may become of a call: results, and exceptions. Without it the definition's code says. */
    public SagaExploration<S> calling(String step, Function<S, ? extends List<?>> outcomes) {
        participants.outcomes().put(step, outcomes::apply);
        return this;
    }

    /** The other side of the call does not refuse a key that was undone, and a call takes effect in this time or never. */
    public SagaExploration<S> settling(String step, Duration within) {
        participants.settling().put(step, within);
        return this;
    }

    /** Something more that has to hold of every saga. */
    public SagaExploration<S> neverViolates(String name, SagaInvariant<S> invariant) {
        invariants.put(name, invariant);
        return this;
    }

    /**
     * Runs the saga with so many seeds.
     *
     * @throws AssertionError with the first seed that violates something, and all that happened
     */
    public void seeds(int seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            if (violation(seed, null).isPresent()) {
                replay(seed);
                throw new AssertionError(
                        "seed %d violates %s, but not when it is replayed: the saga's functions depend on more than their arguments"
                                .formatted(seed, violation(seed, null).orElse("something")));
            }
        }
    }

    /** Runs the saga with that seed once more. */
    public void replay(long seed) {
        List<String> story = new ArrayList<>();
        violation(seed, story).ifPresent(violation -> {
            throw new AssertionError("seed %d violates %s%n%nWhat happened:%n%s%n%nRepeat it with .replay(%d)"
                    .formatted(seed, violation, String.join(System.lineSeparator(), story), seed));
        });
    }

    private Optional<String> violation(long seed, @Nullable List<String> story) {
        SagaSimulation<S> saga = sagas.get();
        saga.start(EXPLORED, "explored", state);
        ExploredSaga<S> explored = new SagaChaos<>(new World<>(saga, participants, seed, story)).run();
        Optional<String> violation = invariants.entrySet().stream()
                .flatMap(invariant ->
                        invariant.getValue().violation(explored).stream().map(what -> invariant.getKey() + ": " + what))
                .findFirst();
        if (story != null) {
            story.add("");
            story.add("Journal:");
            saga.journal().forEach(entry -> story.add(Story.line(entry)));
        }
        return violation;
    }
}
