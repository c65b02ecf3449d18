package io.millrace.benchmarks;

import com.rabbitmq.client.ConfirmListener;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/** So many messages may be unconfirmed. For a channel that numbers them from 1 on; one thread enters. */
final class ConfirmWindow implements ConfirmListener {

    private final int size;
    private final Semaphore free;
    private final TreeSet<Long> unconfirmed = new TreeSet<>();
    private long last;

    ConfirmWindow(int size) {
        this.size = size;
        this.free = new Semaphore(size);
    }

    void enter() throws InterruptedException {
        free.acquire();
        synchronized (unconfirmed) {
            unconfirmed.add(++last);
        }
    }

    void awaitEmpty() throws InterruptedException {
        free.acquire(size);
    }

    @Override
    public void handleAck(long number, boolean multiple) {
        synchronized (unconfirmed) {
            if (!multiple) {
                unconfirmed.remove(number);
                free.release();
                return;
            }
            Set<Long> confirmed = unconfirmed.headSet(number, true);
            int freed = confirmed.size();
            confirmed.clear();
            free.release(freed);
        }
    }

    @Override
    public void handleNack(long number, boolean multiple) {
        throw new IllegalStateException("RabbitMQ refused message " + number);
    }
}
