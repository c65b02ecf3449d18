package io.millrace.postgres;

import io.millrace.log.Log;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.testkit.contract.Noted;
import io.millrace.testkit.contract.OutboxContract;
import io.millrace.work.Transactions;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;

@AtEachIsolation
class PostgresOutboxContractTest extends OutboxContract {

    private final Database database;
    private final PostgresOutbox outbox;

    PostgresOutboxContractTest(int isolation) {
        this.database = TestDatabase.shared().database(isolation);
        this.outbox = new PostgresOutbox(database, new OutgoingMessages(Noted.TYPES, Noted.CODEC, Clock.systemUTC()));
    }

    @AfterEach
    void closeOutbox() {
        outbox.close();
    }

    @Override
    protected Outbox outbox() {
        return outbox;
    }

    @Override
    protected Log<OutgoingMessage> log() {
        return outbox.log();
    }

    @Override
    protected Transactions transactions() {
        return database.transactions();
    }
}
