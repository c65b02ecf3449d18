package io.millrace.saga;

import io.millrace.consumer.Received;
import io.millrace.saga.SagaStore.Keeping;
import io.millrace.saga.SagaStore.KeptMessage;
import io.millrace.saga.SagaStore.Locked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives sagas the messages that were kept for them, once they can take them in. For one thread. */
final class KeptForSagas {

    private static final Logger log = LoggerFactory.getLogger(KeptForSagas.class);
    private static final int SOME = 500;

    private final Engine engine;
    private final SagaMessages messages;

    KeptForSagas(Engine engine) {
        this.engine = engine;
        this.messages = new SagaMessages(engine);
    }

    void give() {
        int given = SOME;
        while (given == SOME) {
            given = giveSome();
        }
    }

    private int giveSome() {
        try {
            return give(SOME);
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
        try {
            return give(1);
        } catch (RuntimeException e) {
            requireNoOutage(e);
            return suspend(e);
        }
    }

    private void requireNoOutage(RuntimeException e) {
        if (engine.environment().outages().isOutage(e)) {
            throw e;
        }
    }

    private int give(int limit) {
        return engine.environment().transactions().call(() -> {
            List<KeptMessage> kept = applicable(limit);
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

    private List<KeptMessage> applicable(int limit) {
        return engine.store().applicable(engine.definitions().versions(), limit);
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
            engine.store().keep(List.of(as(kept, Keeping.IGNORED)));
            return Optional.empty();
        }
    }

    /** The message can't be given, whatever is wrong; it waits until a person has looked. */
    private int suspend(RuntimeException cause) {
        return engine.environment().transactions().call(() -> {
            List<KeptMessage> first = applicable(1);
            for (KeptMessage kept : first) {
                Locked locked = engine.store().lock(kept.saga(), List.of(kept.key()));
                engine.record(locked.instances().stream()
                        .map(instance -> broken(instance, cause, locked))
                        .toList());
                engine.store().keep(List.of(as(kept, Keeping.WAITING)));
            }
            return first.size();
        });
    }

    private Advance broken(SagaInstance instance, RuntimeException cause, Locked locked) {
        SagaMachine<?> machine = engine.definitions().of(instance.identity()).orElseThrow();
        return new Advance(machine, instance, instance.context(), locked.now())
                .apply(new Input.Broken(cause))
                .silenced();
    }

    private static KeptMessage as(KeptMessage kept, Keeping why) {
        return new KeptMessage(kept.saga(), kept.key(), kept.metadata(), kept.payload(), why);
    }
}
