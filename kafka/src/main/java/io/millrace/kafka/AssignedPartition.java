package io.millrace.kafka;

import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionOwner;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.consumer.PartitionWorker;
import io.millrace.consumer.WorkLimits;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A partition for as long as it is assigned: the worker that handles it, and what the group must be told. */
final class AssignedPartition implements PartitionOwner {

    private final Supplier<PartitionProcessor> processors;
    private final Runnable wakeUp;
    private final PartitionOffsets offsets = new PartitionOffsets();
    private final PartitionWorker worker;

    /**
     * @param processors raises the partition's epoch, and may block
     * @param wakeUp lets the thread that polls commit, and poll more
     */
    AssignedPartition(String name, Supplier<PartitionProcessor> processors, WorkLimits limits, Runnable wakeUp) {
        this.processors = processors;
        this.wakeUp = wakeUp;
        this.worker = PartitionWorker.start(name, limits, this);
    }

    PartitionWorker worker() {
        return worker;
    }

    void offer(List<IncomingMessage> polled) {
        offsets.polled(polled.getFirst().origin().offset());
        worker.offer(polled);
    }

    /** The offset to commit, if there is one. */
    OptionalLong due() {
        return offsets.due();
    }

    /** The group has taken the offset, and so confirmed that the partition was ours. */
    void committed(long offset) {
        if (offsets.committed(offset)) {
            worker.confirm();
        }
    }

    @Override
    public PartitionProcessor take() {
        return processors.get();
    }

    @Override
    public void finished(List<IncomingMessage> messages) {
        offsets.finished(messages.getLast().origin().offset());
    }

    @Override
    public void fenced() {
        offsets.doubt();
    }

    @Override
    public void progressed() {
        wakeUp.run();
    }
}
