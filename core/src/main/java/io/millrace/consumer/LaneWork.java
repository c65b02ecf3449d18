package io.millrace.consumer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A lane while this instance has it: its worker, and who waits for the effects of which message. */
final class LaneWork implements PartitionOwner {

    private final Supplier<PartitionProcessor> processors;
    private final Map<Long, CompletableFuture<?>> unfinished = new ConcurrentHashMap<>();
    private final PartitionWorker worker;
    private volatile @Nullable RuntimeException end;

    /** @param processors raises the lane's epoch, and may block */
    LaneWork(String name, WorkLimits limits, Supplier<PartitionProcessor> processors) {
        this.processors = processors;
        this.worker = PartitionWorker.start(name, limits, this);
    }

    PartitionWorker worker() {
        return worker;
    }

    /** Completes when the message's effects have committed. For one thread. */
    CompletionStage<?> deliver(IncomingMessage message) {
        CompletableFuture<?> outcome = new CompletableFuture<>();
        unfinished.put(message.origin().offset(), outcome);
        worker.offer(List.of(message));
        failIfEnded();
        return outcome;
    }

    @Override
    public PartitionProcessor take() {
        return processors.get();
    }

    @Override
    public void finished(List<IncomingMessage> messages) {
        messages.forEach(message -> {
            CompletableFuture<?> outcome = unfinished.remove(message.origin().offset());
            if (outcome != null) {
                outcome.complete(null);
            }
        });
    }

    @Override
    public void fenced() {
        end(new FencedException("another instance has taken the lane"));
    }

    /** Begins no further transaction; what is not finished fails. */
    void end(RuntimeException why) {
        worker.stop();
        end = why;
        failIfEnded();
    }

    private void failIfEnded() {
        RuntimeException why = end;
        if (why != null) {
            unfinished.values().forEach(outcome -> outcome.completeExceptionally(why));
        }
    }
}
