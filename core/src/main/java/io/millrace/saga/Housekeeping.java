package io.millrace.saga;

import io.millrace.consumer.Received;
import io.millrace.saga.SagaStore.KeptMessage;
import io.millrace.saga.SagaStore.Locked;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sagas need beside their steps: messages that were kept for them, versions that vanish and come back, and what
 * is old forgotten. For one thread.
 */
final class Housekeeping {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final int SOME = 500;
    private static final long SEEN_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long FORGET_EVERY_NANOS = Duration.ofMinutes(10).toNanos();

    private final Engine engine;
    private final SagaRunner.Settings settings;
    private final SagaMessages messages;
    private long seenAtNanos = System.nanoTime() - SEEN_EVERY_NANOS;
    private long forgotAtNanos = System.nanoTime();

    Housekeeping(Engine engine, SagaRunner.Settings settings) {
        this.engine = engine;
        this.settings = settings;
        this.messages = new SagaMessages(engine);
    }

    void round() {
        long now = System.nanoTime();
        if (now - seenAtNanos >= SEEN_EVERY_NANOS) {
            seenAtNanos = now;
            engine.store().seen(engine.definitions().versions());
            suspendOrphans();
            adopt();
        }
        giveKept();
        if (now - forgotAtNanos >= FORGET_EVERY_NANOS) {
            forgotAtNanos = now;
            forget();
        }
    }

    /** Nobody could say what is wrong with a saga whose code is gone; so it is said. */
    private void suspendOrphans() {
        transition(store -> store.orphans(settings.versionGoneAfter(), SOME), new Input.Orphaned());
    }

    private void adopt() {
        for (SagaStore.Version version : engine.definitions().versions()) {
            String reason = SagaMachine.VERSION_IS_GONE.formatted(version.version());
            transition(store -> store.suspendedFor(reason, java.util.Set.of(version), SOME), new Input.Adopted());
        }
    }

    private void transition(java.util.function.Function<SagaStore, Locked> which, Input input) {
        engine.environment().transactions().run(() -> {
            Locked locked = which.apply(engine.store());
            engine.record(locked.instances().stream()
                    .map(instance -> new Advance(
                                    engine.definitions()
                                            .of(instance.identity())
                                            .orElseGet(() -> SagaMachine.ofUnknown(instance.identity())),
                                    instance,
                                    instance.context(),
                                    locked.now())
                            .apply(input))
                    .toList());
        });
    }

    private void giveKept() {
        try {
            while (giveSome(SOME) == SOME) {
                log.debug("more messages were kept for sagas");
            }
        } catch (RuntimeException e) {
            if (engine.environment().outages().isOutage(e)) {
                throw e;
            }
            log.warn("kept messages are given one by one: {}", e.toString());
            giveSome(1);
        }
    }

    private int giveSome(int limit) {
        return engine.environment().transactions().call(() -> {
            List<KeptMessage> kept =
                    engine.store().applicable(engine.definitions().versions(), limit);
            Map<String, List<Received<?>>> bySaga = kept.stream()
                    .collect(Collectors.groupingBy(
                            KeptMessage::saga, Collectors.mapping(this::received, Collectors.toList())));
            bySaga.forEach(messages::give);
            return kept.size();
        });
    }

    private Received<?> received(KeptMessage kept) {
        Object event = engine.environment()
                .codec()
                .decode(kept.metadata().type(), kept.metadata().version(), kept.payload());
        return new Received<>(event, kept.metadata(), kept.key(), 0);
    }

    private void forget() {
        int forgotten = engine.store().forget(settings.keepEnded(), SOME);
        while (forgotten == SOME) {
            forgotten = engine.store().forget(settings.keepEnded(), SOME);
        }
    }
}
