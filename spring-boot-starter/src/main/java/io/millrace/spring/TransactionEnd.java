package io.millrace.spring;

import io.millrace.outbox.OutgoingMessage;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What is to happen at the end of one transaction. Bound to it from its beginning: suspended and resumed with it,
 * and what was asked for after a savepoint goes with the savepoint.
 */
final class TransactionEnd implements TransactionSynchronization {

    private static final Logger log = LoggerFactory.getLogger(TransactionEnd.class);

    private enum Phase {
        OPEN,
        COMMITTING,
        DRAINED,
        OVER
    }

    private record Mark(int beforeCommit, int afterCommit, int outgoing) {}

    private final Object key;
    private final List<Runnable> beforeCommit = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<OutgoingMessage> outgoing = new ArrayList<>();
    private final IdentityHashMap<Object, Mark> marks = new IdentityHashMap<>();
    private Phase phase = Phase.OPEN;

    private TransactionEnd(Object key) {
        this.key = key;
    }

    /** Binds the end of the transaction that has just begun on this thread. */
    static void bind(Object key) {
        TransactionEnd end = new TransactionEnd(key);
        TransactionSynchronizationManager.bindResource(key, end);
        TransactionSynchronizationManager.registerSynchronization(end);
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    void beforeCommit(Runnable action) {
        if (phase == Phase.DRAINED) {
            action.run();
            return;
        }
        beforeCommit.add(action);
    }

    void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Queues the message; returns whether it is the first one that waits. */
    boolean enqueue(OutgoingMessage message) {
        outgoing.add(message);
        return outgoing.size() == 1;
    }

    /** The messages that wait; they wait no longer. */
    List<OutgoingMessage> takeOutgoing() {
        List<OutgoingMessage> taken = List.copyOf(outgoing);
        outgoing.clear();
        return taken;
    }

    /** Runs what is to happen before the commit; what is asked for from now on happens at once. */
    void runBeforeCommit() {
        phase = Phase.COMMITTING;
        for (int next = 0; next < beforeCommit.size(); next++) {
            beforeCommit.get(next).run();
        }
        phase = Phase.DRAINED;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(key);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(key, this);
    }

    @Override
    public void savepoint(Object savepoint) {
        marks.put(savepoint, new Mark(beforeCommit.size(), afterCommit.size(), outgoing.size()));
    }

    @Override
    public void savepointRollback(Object savepoint) {
        Mark mark = marks.get(savepoint);
        if (mark != null) {
            truncate(beforeCommit, mark.beforeCommit());
            truncate(afterCommit, mark.afterCommit());
            truncate(outgoing, mark.outgoing());
        }
    }

    private static void truncate(List<?> list, int size) {
        list.subList(Math.min(size, list.size()), list.size()).clear();
    }

    @Override
    public void afterCommit() {
        phase = Phase.OVER;
    }

    @Override
    public void afterCompletion(int status) {
        phase = Phase.OVER;
        TransactionSynchronizationManager.unbindResourceIfPossible(key);
        if (status == STATUS_COMMITTED) {
            afterCommit.forEach(TransactionEnd::runAfterCommit);
        }
    }

    private static void runAfterCommit(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.warn("an action after a commit failed: {}", e.toString());
        }
    }
}
