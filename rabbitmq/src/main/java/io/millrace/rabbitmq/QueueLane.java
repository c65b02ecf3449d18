package io.millrace.rabbitmq;

import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionOwner;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.consumer.PartitionWorker;
import io.millrace.consumer.WorkLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Messages of some of the keys of a queue, worked in the order of their delivery. */
final class QueueLane implements PartitionOwner {

    private final Supplier<PartitionProcessor> processors;
    private final Consumer<List<Long>> finished;
    private final Runnable fenced;
    private final Queue<Long> tags = new ArrayDeque<>();
    private final PartitionWorker worker;

    /**
     * @param processors raises the lane's epoch, and may block
     * @param finished takes the delivery tags of messages whose effects have committed
     * @param fenced called when another instance works the lane
     */
    QueueLane(
            String name,
            WorkLimits limits,
            Supplier<PartitionProcessor> processors,
            Consumer<List<Long>> finished,
            Runnable fenced) {
        this.processors = processors;
        this.finished = finished;
        this.fenced = fenced;
        this.worker = PartitionWorker.start(name, limits, this);
    }

    PartitionWorker worker() {
        return worker;
    }

    void offer(long tag, IncomingMessage message) {
        synchronized (tags) {
            tags.add(tag);
        }
        worker.offer(List.of(message));
    }

    @Override
    public PartitionProcessor take() {
        return processors.get();
    }

    @Override
    public void finished(List<IncomingMessage> messages) {
        List<Long> done = new ArrayList<>(messages.size());
        synchronized (tags) {
            messages.forEach(message -> done.add(tags.remove()));
        }
        finished.accept(done);
    }

    @Override
    public void fenced() {
        fenced.run();
    }
}
