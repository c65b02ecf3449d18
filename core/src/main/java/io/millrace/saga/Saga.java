package io.millrace.saga;

import io.millrace.event.EventType;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A saga as data: named steps, what undoes each, and how long to wait. Immutable.
 *
 * <p>The names of the saga and of its steps are durable, and instances stay with the version that they were started
 * with. To change the steps raise the version, and keep the old one registered while instances of it run.
 *
 * <p>{@snippet :
 * Saga.named("place-order", Checkout.class)
 *         .deadline(Duration.ofMinutes(5))
 *         .command("reserve-stock", "Inventory", c -> new ReserveStock(c.orderId(), c.items()))
 *         .answeredBy(StockReserved.class)
 *         .rejectedBy(StockUnavailable.class, (c, refusal) -> c.refused(refusal.reason()))
 *         .answerWithin(Duration.ofSeconds(30))
 *         .undo(c -> new ReleaseStock(c.orderId()))
 *         .pivot("confirm", c -> orders.confirm(c.orderId()))
 *         .publish("tell-customer", "Order", c -> new OrderConfirmed(c.orderId()))
 *         .whenTurnedBack((c, why) -> c.orRefused(why.reason()))
 *         .whenUndone(c -> orders.cancel(c.orderId(), c.refusal()))
 *         .build();
 * }
 *
 * @param <S> the state, an immutable record that is stored as JSON
 */
public final class Saga<S extends Record> {

    static final String NAME = "[A-Za-z0-9._-]{1,100}";
    static final String WHEN_UNDONE = "when-undone";

    /** A step as operators and drawings see it. */
    public record StepShape(String id, String kind, boolean undoable, List<String> messages) {}

    private final String name;
    private final int version;
    private final Class<S> state;
    private final List<Step<S>> steps;
    private final @Nullable Duration deadline;
    private final Reactions<S> reactions;

    Saga(
            String name,
            int version,
            Class<S> state,
            List<Step<S>> steps,
            @Nullable Duration deadline,
            Reactions<S> reactions) {
        this.name = name;
        this.version = version;
        this.state = state;
        this.steps = steps;
        this.deadline = deadline;
        this.reactions = reactions;
    }

    /** Begins to describe version 1. */
    public static <S extends Record> SagaSteps<S> named(String name, Class<S> state) {
        return named(name, 1, state);
    }

    /**
     * Begins to describe a version.
     *
     * @param name durable
     * @param state unknown properties in what is stored are ignored, so components may be taken away
     */
    public static <S extends Record> SagaSteps<S> named(String name, int version, Class<S> state) {
        return new SagaSteps<>(new SagaDraft<>(name, version, state));
    }

    public String name() {
        return name;
    }

    public int version() {
        return version;
    }

    /** The steps in their order. */
    public List<StepShape> shape() {
        return steps.stream()
                .map(step -> new StepShape(
                        step.id(),
                        step.kind(),
                        step.undoable(),
                        step.messages().stream().map(Saga::nameOf).toList()))
                .toList();
    }

    /** Tells definitions apart by what running instances depend on: the steps, their kinds, order, undo and answers. */
    public String fingerprint() {
        return Fingerprint.of(steps);
    }

    private static String nameOf(Class<?> message) {
        EventType type = message.getAnnotation(EventType.class);
        return type == null ? message.getSimpleName() : type.value();
    }

    /** The types of all messages that it takes in. */
    Set<Class<?>> messages() {
        return steps.stream()
                .flatMap(step -> step.messages().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    List<Step<S>> steps() {
        return steps;
    }

    Optional<Step<S>> step(String id) {
        return steps.stream().filter(step -> step.id().equals(id)).findFirst();
    }

    Class<S> state() {
        return state;
    }

    Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    Reactions<S> reactions() {
        return reactions;
    }
}
