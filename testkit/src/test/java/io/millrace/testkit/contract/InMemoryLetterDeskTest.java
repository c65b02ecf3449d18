package io.millrace.testkit.contract;

import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.InMemoryDeadLetters;
import io.millrace.deadletter.LetterDesk;
import io.millrace.work.InMemoryTransactions;

class InMemoryLetterDeskTest extends LetterDeskContract {

    private final InMemoryDeadLetters letters = new InMemoryDeadLetters(new InMemoryTransactions());

    @Override
    protected LetterDesk desk() {
        return letters;
    }

    @Override
    protected DeadLetters deadLetters() {
        return letters;
    }
}
