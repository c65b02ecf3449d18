package io.millrace.saga;

import static java.util.Objects.requireNonNull;

import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Waits for sagas to end, for all who ask with one query at a time. Safe for use by many threads. */
final class OutcomeWatch implements AutoCloseable {

    private record Waiting(UUID saga, CompletableFuture<SagaOutcome> outcome) {

        void end(SagaInstance ended) {
            outcome.complete(SagaOutcome.of(ended));
        }
    }

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** What a caller does with an outcome may take long: it delays nobody. */
    private static final Executor CALLERS =
            task -> Thread.ofVirtual().name("millrace-saga-outcome").start(task);

    private final Engine engine;
    private final Set<Waiting> awaited = ConcurrentHashMap.newKeySet();
    private @Nullable Loop loop;
    private boolean closed;

    OutcomeWatch(Engine engine) {
        this.engine = engine;
    }

    CompletionStage<SagaOutcome> of(String saga, String key) {
        return of(saga, key, UnaryOperator.identity());
    }

    CompletionStage<SagaOutcome> of(String saga, String key, Duration atMost) {
        return of(saga, key, outcome -> outcome.orTimeout(atMost.toNanos(), TimeUnit.NANOSECONDS));
    }

    private CompletionStage<SagaOutcome> of(
            String saga, String key, UnaryOperator<CompletableFuture<SagaOutcome>> limited) {
        SagaInstance instance = engine.store()
                .find(saga, key)
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no saga '%s' under the key %s".formatted(saga, key)));
        if (instance.status().ended()) {
            return CompletableFuture.completedStage(SagaOutcome.of(instance));
        }
        Waiting waiting = new Waiting(instance.id(), new CompletableFuture<>());
        await(waiting);
        CompletableFuture<SagaOutcome> told = new CompletableFuture<>();
        told.whenComplete((outcome, failure) -> awaited.remove(waiting));
        limited.apply(waiting.outcome()).whenCompleteAsync((outcome, failure) -> tell(told, outcome, failure), CALLERS);
        return told;
    }

    /** Without the wrapping that stages put around each other's failures. */
    private static void tell(
            CompletableFuture<SagaOutcome> told, @Nullable SagaOutcome outcome, @Nullable Throwable failure) {
        if (outcome != null) {
            told.complete(outcome);
        } else {
            told.completeExceptionally(requireNonNull(failure));
        }
    }

    private synchronized void await(Waiting waiting) {
        if (closed) {
            throw new IllegalStateException("the sagas are closed");
        }
        awaited.add(waiting);
        if (loop == null) {
            loop = Loop.start("saga-outcomes", this::round, Backoff.defaults());
        }
    }

    private Duration round() {
        Map<UUID, List<Waiting>> bySaga = awaited.stream().collect(Collectors.groupingBy(Waiting::saga));
        if (!bySaga.isEmpty()) {
            engine.store().ended(bySaga.keySet()).forEach(ended -> bySaga.getOrDefault(ended.id(), List.of())
                    .forEach(waiting -> waiting.end(ended)));
        }
        return LOOK_EVERY;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (loop != null) {
            loop.close();
        }
        awaited.forEach(
                waiting -> waiting.outcome().completeExceptionally(new IllegalStateException("the sagas are closed")));
    }
}
