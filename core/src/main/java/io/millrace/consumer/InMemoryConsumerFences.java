package io.millrace.consumer;

import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;

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
        Partition raised = new Partition(consumer, topic, partition);
        return transactions.callApart(() -> {
            epochs.lock(raised);
            long epoch = epochs.get(raised).orElse(0L) + 1;
            epochs.put(raised, epoch);
            return new Fence(consumer, topic, partition, epoch);
        });
    }

    @Override
    public void hold(Fence fence) {
        Partition held = new Partition(fence.consumer(), fence.topic(), fence.partition());
        transactions.run(() -> {
            epochs.lock(held);
            if (epochs.get(held).orElse(0L) != fence.epoch()) {
                throw new FencedException(fence);
            }
        });
    }
}
