package io.millrace.consumer;

import io.millrace.log.Lanes;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.Publisher;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a broker's place: hands a log's messages to a consumer's handlers, each lane in order, and counts a message
 * as published when its effects have committed.
 */
final class LaneDelivery implements Publisher {

    private static final Logger log = LoggerFactory.getLogger(LaneDelivery.class);

    private final String name;
    private final LogSource source;
    private final WorkLimits limits;
    private final IntFunction<PartitionProcessor> processors;
    private final BooleanSupplier paused;
    private final Map<Integer, LaneWork> lanes = new ConcurrentHashMap<>();

    /** @param paused whether a lane that is taken begins nothing for now */
    LaneDelivery(
            String name,
            LogSource source,
            WorkLimits limits,
            BooleanSupplier paused,
            IntFunction<PartitionProcessor> processors) {
        this.name = name;
        this.paused = paused;
        this.source = source;
        this.limits = limits;
        this.processors = processors;
    }

    @Override
    public CompletionStage<?> publish(OutgoingMessage message) {
        return lanes.computeIfAbsent(Lanes.of(message.key()), this::take).deliver(source.incoming(message));
    }

    private LaneWork take(int lane) {
        LaneWork work = new LaneWork(name + "-" + lane, limits, () -> processors.apply(lane));
        if (paused.getAsBoolean()) {
            work.worker().pause();
        }
        return work;
    }

    /** Whoever has the lane next raises its epoch: it is taken anew if it comes back. */
    @Override
    public void released(int lane) {
        LaneWork work = lanes.remove(lane);
        if (work != null) {
            work.end(new CancellationException("the lane was released"));
        }
    }

    /** What a message is repeated for at present. */
    Optional<Throwable> failure() {
        return lanes.values().stream()
                .flatMap(work -> work.worker().failure().stream())
                .findFirst();
    }

    /** The messages that are repeated at present. */
    List<Retrying> retrying() {
        return lanes.values().stream()
                .flatMap(work -> work.worker().retrying().stream())
                .toList();
    }

    void pause() {
        lanes.values().forEach(work -> work.worker().pause());
    }

    void resume() {
        lanes.values().forEach(work -> work.worker().resume());
    }

    /** Begins no further transaction, and waits until the deadline, by {@link System#nanoTime}, for those at hand. */
    void stop(long untilNanos) {
        List<PartitionWorker> workers =
                lanes.values().stream().map(LaneWork::worker).toList();
        workers.forEach(PartitionWorker::stop);
        try {
            for (PartitionWorker worker : workers) {
                if (!worker.awaitEnd(untilNanos)) {
                    log.info("{} gives up a lane with a batch at hand", name);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        lanes.keySet().forEach(this::released);
    }
}
