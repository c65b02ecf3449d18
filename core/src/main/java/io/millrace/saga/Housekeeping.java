package io.millrace.saga;

import io.millrace.saga.SagaStore.Locked;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/**
 * What sagas need beside their steps: messages that were kept for them, versions that vanish and come back, and what
 * is old forgotten. For one thread.
 */
final class Housekeeping {

    private static final int SOME = 500;
    private static final long SEEN_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int SEEN_BEFORE_GONE = 5;
    private static final long FORGET_EVERY_NANOS = Duration.ofMinutes(10).toNanos();

    private final Engine engine;
    private final SagaRunner.Settings settings;
    private final KeptForSagas kept;
    private final long seenEveryNanos;
    private long seenAtNanos;
    private long forgotAtNanos = System.nanoTime();

    Housekeeping(Engine engine, SagaRunner.Settings settings) {
        this.engine = engine;
        this.settings = settings;
        this.kept = new KeptForSagas(engine);
        this.seenEveryNanos =
                Math.min(SEEN_EVERY_NANOS, settings.versionGoneAfter().toNanos() / SEEN_BEFORE_GONE);
        this.seenAtNanos = System.nanoTime() - seenEveryNanos;
    }

    void round() {
        long now = System.nanoTime();
        if (now - seenAtNanos >= seenEveryNanos) {
            seenAtNanos = now;
            engine.store().seen(engine.definitions().versions());
            suspendOrphans();
            adopt();
        }
        kept.give();
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
            transition(store -> store.suspendedFor(reason, Set.of(version), SOME), new Input.Adopted());
        }
    }

    private void transition(Function<SagaStore, Locked> which, Input input) {
        engine.environment().transactions().run(() -> {
            Locked locked = which.apply(engine.store());
            engine.record(locked.instances().stream()
                    .filter(instance -> input instanceof Input.Adopted
                            || engine.definitions().of(instance.identity()).isEmpty())
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

    private void forget() {
        int forgotten = engine.store().forget(settings.keepEnded(), SOME);
        while (forgotten >= SOME) {
            forgotten = engine.store().forget(settings.keepEnded(), SOME);
        }
    }
}
