package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.consumer.EventClaim;
import io.millrace.event.EventIds;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresInboxTest {

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void CO_1_a_strict_transaction_that_met_a_claim_it_cannot_see_is_to_be_repeated(int isolation) {
        Database plain = TestDatabase.shared().database();
        Database strict = TestDatabase.shared().database(isolation);
        PostgresInbox inbox = new PostgresInbox(strict);
        UUID eventId = EventIds.next();

        Throwable refused = catchThrowable(() -> strict.transactions().run(() -> {
            inbox.claim("mails", List.of(EventClaim.of(EventIds.next())));
            assertThat(onAnotherThread(() -> new PostgresInbox(plain).once("mails", eventId, () -> {})))
                    .isTrue();
            inbox.claim("mails", List.of(EventClaim.of(eventId)));
        }));

        assertThat(refused).isNotNull().matches(new PostgresOutages()::isOutage, "is an outage");
        assertThat(inbox.once("mails", eventId, () -> {})).isFalse();
    }

    private static boolean onAnotherThread(Supplier<Boolean> work) {
        return CompletableFuture.supplyAsync(work).join();
    }
}
