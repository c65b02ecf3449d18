package io.millrace.saga;

import io.millrace.consumer.BatchHandler;
import io.millrace.consumer.Received;
import io.millrace.event.EventContext;
import io.millrace.saga.SagaStore.Keeping;
import io.millrace.saga.SagaStore.KeptMessage;
import io.millrace.saga.SagaStore.Locked;
import io.millrace.saga.Transition.Disposition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives messages to the sagas that they are meant for, by key and type, in the transaction of the consumer's inbox: each
 * message changes a saga once. What comes too early or too late is kept. Steps of a saga's own run elsewhere, so that
 * none of them holds up a message.
 */
final class SagaMessages implements BatchHandler {

    private final Engine engine;
    private final boolean keepEarly;

    /** @param keepEarly whether a message is kept for a saga that may start later */
    SagaMessages(Engine engine, boolean keepEarly) {
        this.engine = engine;
        this.keepEarly = keepEarly;
    }

    @Override
    public Set<Class<?>> types() {
        return engine.definitions().messages();
    }

    @Override
    public void handle(List<Received<?>> events) {
        Map<String, List<Received<?>>> bySaga = new TreeMap<>();
        for (Received<?> received : events) {
            for (String saga : engine.definitions().takersOf(received.event().getClass())) {
                bySaga.computeIfAbsent(saga, name -> new ArrayList<>()).add(received);
            }
        }
        bySaga.forEach(this::give);
    }

    /** Gives the messages to the instances of one saga, in the active transaction. */
    void give(String saga, List<Received<?>> events) {
        Locked locked = engine.store()
                .lock(
                        saga,
                        events.stream()
                                .map(Received::subject)
                                .distinct()
                                .sorted()
                                .toList());
        Map<String, SagaInstance> instances = new HashMap<>();
        locked.instances().forEach(instance -> instances.put(instance.key(), instance));
        List<Advance> advances = new ArrayList<>();
        List<KeptMessage> kept = new ArrayList<>();
        for (Received<?> received : events) {
            @Nullable SagaInstance instance = instances.get(received.subject());
            Optional<Advance> advance =
                    Optional.ofNullable(instance).flatMap(found -> applied(found, received, locked));
            advance.ifPresent(made -> {
                advances.add(made);
                instances.put(received.subject(), made.instance());
            });
            keeping(instance, advance).ifPresent(why -> kept.add(kept(saga, received, why)));
        }
        engine.record(advances);
        if (!kept.isEmpty()) {
            engine.store().keep(kept);
        }
    }

    /** Empty if this process does not know the version of the instance. */
    private Optional<Advance> applied(SagaInstance instance, Received<?> received, Locked locked) {
        return engine.definitions().of(instance.identity()).map(machine -> {
            EventContext context = context(instance, received);
            Advance advance =
                    new Advance(machine, instance, context, locked.now()).apply(new Input.Message(received.event()));
            return engine.unsendable(advance)
                    .map(why -> engine.broken(new Advance(machine, instance, context, locked.now()), why)
                            .disposed(Disposition.KEPT))
                    .orElse(advance);
        });
    }

    private static EventContext context(SagaInstance instance, Received<?> received) {
        EventContext begun = instance.context();
        return new EventContext(
                begun.correlationId(), received.metadata().eventId().toString(), begun.actor(), begun.traceparent());
    }

    private Optional<Keeping> keeping(@Nullable SagaInstance instance, Optional<Advance> advance) {
        if (instance == null) {
            return keepEarly ? Optional.of(Keeping.EARLY) : Optional.empty();
        }
        if (advance.isEmpty()) {
            return Optional.of(Keeping.WAITING);
        }
        return switch (advance.get().disposition()) {
            case APPLIED -> Optional.empty();
            case LATE -> Optional.of(Keeping.LATE);
            case IGNORED -> Optional.of(Keeping.IGNORED);
            case KEPT -> Optional.of(Keeping.WAITING);
        };
    }

    private KeptMessage kept(String saga, Received<?> received, Keeping why) {
        return new KeptMessage(
                saga,
                received.subject(),
                received.metadata()
                        .as(engine.environment()
                                .types()
                                .definitionOf(received.event().getClass())),
                engine.environment().codec().encode(received.event()),
                why);
    }
}
