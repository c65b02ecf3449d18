package io.millrace.saga;

import io.millrace.consumer.Received;
import io.millrace.event.EventTypes.Definition;
import io.millrace.saga.SagaStore.Keeping;
import io.millrace.saga.SagaStore.KeptMessage;
import io.millrace.saga.SagaStore.Locked;
import io.millrace.saga.SagaStore.Understood;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives sagas the messages that were kept for them, once they can take them in. For one thread. */
final class KeptForSagas {

    private static final Logger log = LoggerFactory.getLogger(KeptForSagas.class);
    private static final int SOME = 500;

    private final Engine engine;
    private final SagaMessages messages;
    private final Understood readable;

    KeptForSagas(Engine engine) {
        this.engine = engine;
        this.messages = new SagaMessages(engine, true);
        this.readable = new Understood(
                engine.definitions().versions(),
                engine.environment().types().all().stream()
                        .collect(Collectors.toMap(Definition::name, Definition::version)));
    }

    void give() {
        int given = SOME;
        while (given == SOME) {
            given = giveSome();
        }
    }

    private int giveSome() {
        try {
            return give(SOME, new ArrayList<>());
        } catch (RuntimeException e) {
            requireNoOutage(e);
            log.warn("kept messages are given one by one: {}", e.toString());
            return giveEach();
        }
    }

    private int giveEach() {
        int given = 0;
        int last = 1;
        while (last == 1 && given < SOME) {
            last = giveOne();
            given += last;
        }
        return given;
    }

    private int giveOne() {
        List<Attempted> attempted = new ArrayList<>();
        try {
            return give(1, attempted);
        } catch (RuntimeException e) {
            requireNoOutage(e);
            if (attempted.isEmpty()) {
                throw e;
            }
            suspend(attempted.getFirst(), e);
            return 1;
        }
    }

    private void requireNoOutage(RuntimeException e) {
        if (engine.environment().outages().isOutage(e)) {
            throw e;
        }
    }

    /** A message that was to be given to the instance at that revision. */
    private record Attempted(KeptMessage message, long revision) {}

    private int give(int limit, List<Attempted> attempted) {
        return engine.environment().transactions().call(() -> {
            List<KeptMessage> kept = engine.store().applicable(readable, limit);
            if (limit == 1) {
                kept.forEach(message -> attempted.add(new Attempted(message, revision(message))));
            }
            Map<String, List<Received<?>>> bySaga = new LinkedHashMap<>();
            for (KeptMessage message : kept) {
                received(message)
                        .ifPresent(received -> bySaga.computeIfAbsent(message.saga(), name -> new ArrayList<>())
                                .add(received));
            }
            bySaga.forEach(messages::give);
            return kept.size();
        });
    }

    private long revision(KeptMessage message) {
        return engine.store()
                .find(message.saga(), message.key())
                .map(SagaInstance::revision)
                .orElse(0L);
    }

    /** What can't be read any more is left as a record of it. */
    private Optional<Received<?>> received(KeptMessage kept) {
        try {
            Object event = engine.environment()
                    .codec()
                    .decode(kept.metadata().type(), kept.metadata().version(), kept.payload());
            return Optional.of(new Received<>(event, kept.metadata(), kept.key(), 0));
        } catch (RuntimeException e) {
            log.error(
                    "message {} for saga '{}' of {} can't be read: {}",
                    kept.metadata().eventId(),
                    kept.saga(),
                    kept.key(),
                    e.toString());
            engine.store().keep(List.of(kept.as(Keeping.IGNORED)));
            return Optional.empty();
        }
    }

    /** The message can't be given, whatever is wrong: it waits until a person has looked, or somebody moved its saga. */
    private void suspend(Attempted attempted, RuntimeException cause) {
        KeptMessage kept = attempted.message();
        engine.environment().transactions().run(() -> {
            Locked locked = engine.store().lock(kept.saga(), List.of(kept.key()));
            engine.record(locked.instances().stream()
                    .filter(instance -> instance.revision() == attempted.revision())
                    .map(instance -> broken(instance, cause, locked))
                    .toList());
        });
    }

    private Advance broken(SagaInstance instance, RuntimeException cause, Locked locked) {
        SagaMachine<?> machine = engine.definitions().of(instance.identity()).orElseThrow();
        return engine.broken(new Advance(machine, instance, instance.context(), locked.now()), cause);
    }
}
