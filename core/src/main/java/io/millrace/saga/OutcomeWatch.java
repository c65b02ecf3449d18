package io.millrace.saga;

import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Waits for sagas to end, for all who ask with one query at a time. Safe for use by many threads. */
final class OutcomeWatch implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Engine engine;
    private final Map<UUID, CompletableFuture<SagaOutcome>> awaited = new ConcurrentHashMap<>();
    private @Nullable Loop loop;
    private boolean closed;

    OutcomeWatch(Engine engine) {
        this.engine = engine;
    }

    CompletionStage<SagaOutcome> of(String saga, String key) {
        SagaInstance instance = engine.store()
                .find(saga, key)
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no saga '%s' under the key %s".formatted(saga, key)));
        if (instance.status().ended()) {
            return CompletableFuture.completedStage(SagaOutcome.of(instance));
        }
        CompletableFuture<SagaOutcome> outcome =
                awaited.computeIfAbsent(instance.id(), id -> new CompletableFuture<>());
        look();
        return outcome.minimalCompletionStage();
    }

    private synchronized void look() {
        if (closed) {
            throw new IllegalStateException("the sagas are closed");
        }
        if (loop == null) {
            loop = Loop.start("saga-outcomes", this::round, Backoff.defaults());
        }
    }

    private Duration round() {
        if (!awaited.isEmpty()) {
            engine.store().ended(List.copyOf(awaited.keySet())).forEach(this::complete);
        }
        return LOOK_EVERY;
    }

    private void complete(SagaInstance ended) {
        CompletableFuture<SagaOutcome> outcome = awaited.remove(ended.id());
        if (outcome != null) {
            outcome.complete(SagaOutcome.of(ended));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (loop != null) {
            loop.close();
        }
        awaited.values()
                .forEach(outcome -> outcome.completeExceptionally(new IllegalStateException("the sagas are closed")));
        awaited.clear();
    }
}
