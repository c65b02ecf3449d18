package io.millrace.deadletter;

import io.millrace.deadletter.DeadLetter.State;
import io.millrace.work.SafeMessage;
import io.millrace.work.Transactions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dead letters of which a copy is sent when one is parked, after the commit. */
public final class CopiedDeadLetters implements DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(CopiedDeadLetters.class);

    private final DeadLetters letters;
    private final Transactions transactions;
    private final DeadLetterCopy copy;

    public CopiedDeadLetters(DeadLetters letters, Transactions transactions, DeadLetterCopy copy) {
        this.letters = letters;
        this.transactions = transactions;
        this.copy = copy;
    }

    @Override
    public void park(DeadLetter letter) {
        letters.park(letter);
        if (letter.state() == State.PARKED) {
            transactions.afterCommit(() -> send(letter));
        }
    }

    private void send(DeadLetter letter) {
        try {
            copy.send(letter);
        } catch (RuntimeException e) {
            log.warn("no copy of the dead letter {} of {}: {}", letter.location(), letter.source(), SafeMessage.of(e));
        }
    }

    @Override
    public List<DeadLetter> list(String source, int limit) {
        return letters.list(source, limit);
    }

    @Override
    public Set<String> keys(String source) {
        return letters.keys(source);
    }

    @Override
    public Set<String> held(String source, Collection<String> keys) {
        return letters.held(source, keys);
    }

    @Override
    public List<DeadLetter> releasable(String source, int limit) {
        return letters.releasable(source, limit);
    }

    @Override
    public void redriven(Collection<UUID> ids) {
        letters.redriven(ids);
    }

    @Override
    public void failedAgain(UUID id, Failure failure) {
        letters.failedAgain(id, failure);
    }

    @Override
    public long count(String source) {
        return letters.count(source);
    }
}
