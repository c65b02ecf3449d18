package io.millrace.postgres;

import io.millrace.deadletter.DeadLetters;
import io.millrace.deadletter.LetterDesk;
import io.millrace.testkit.contract.LetterDeskContract;

@AtEachIsolation
class PostgresLetterDeskContractTest extends LetterDeskContract {

    private final Database database;

    PostgresLetterDeskContractTest(int isolation) {
        this.database = TestDatabase.shared().database(isolation);
    }

    @Override
    protected LetterDesk desk() {
        return new PostgresLetterDesk(database);
    }

    @Override
    protected DeadLetters deadLetters() {
        return new PostgresDeadLetters(database);
    }
}
