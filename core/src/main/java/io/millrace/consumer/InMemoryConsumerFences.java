package io.millrace.consumer;

import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;
import java.time.Duration;

/** Consumer fences in memory, for unit tests. */
public final class InMemoryConsumerFences implements ConsumerFences {

    private record Partition(String consumer, String topic, int number) {}

    private final InMemoryTransactions transactions;
    private final InMemoryTable<Partition, Long> epochs;

    public InMemoryConsumerFences(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.epochs = new InMemoryTable<>(transactions);
    }

    @Override
    public Fence raise(String consumer, String topic, int partition) {
        return transactions.callApart(() -> raised(new Partition(consumer, topic, partition)));
    }

    private Fence raised(Partition partition) {
        epochs.lock(partition);
        long epoch = epochs.get(partition).orElse(0L) + 1;
        epochs.put(partition, epoch);
        return new Fence(partition.consumer(), partition.topic(), partition.number(), epoch);
    }

    @Override
    public Fence renew(Fence fence) {
        return transactions.callApart(() -> {
            requireCurrent(fence);
            return raised(new Partition(fence.consumer(), fence.topic(), fence.partition()));
        });
    }

    @Override
    public void hold(Fence fence, Duration longest) {
        transactions.run(() -> requireCurrent(fence));
    }

    /** Memory has nobody who could end a transaction of another thread. */
    @Override
    public void limit(Duration longest) {}

    private void requireCurrent(Fence fence) {
        Partition held = new Partition(fence.consumer(), fence.topic(), fence.partition());
        epochs.lock(held);
        if (epochs.get(held).orElse(0L) != fence.epoch()) {
            throw new FencedException(fence);
        }
    }
}
