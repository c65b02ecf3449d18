package io.millrace.postgres;

import static io.millrace.postgres.TestEvents.aStream;
import static io.millrace.postgres.TestEvents.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.store.Appended;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.NewEvent;
import io.millrace.store.RecordedEvent;
import io.millrace.store.StreamId;
import io.millrace.store.VersionConflictException;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresEventStoreTest {

    private TestDatabase database;
    private PostgresEventStore store;

    @BeforeEach
    void openStore() {
        database = TestDatabase.migrated();
        store = database.eventStore();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void what_was_appended_comes_back_as_it_was() {
        StreamId stream = aStream();
        List<NewEvent> events = events(3);

        Appended appended = store.append(stream, ExpectedVersion.none(), events);

        List<RecordedEvent> loaded = store.load(stream, 0);
        assertThat(appended).isEqualTo(new Appended(stream, 3, loaded.getLast().position()));
        assertThat(loaded)
                .extracting(RecordedEvent::metadata)
                .isEqualTo(events.stream().map(NewEvent::metadata).toList());
        assertThat(loaded).extracting(RecordedEvent::version).containsExactly(1L, 2L, 3L);
        assertThat(store.log().read(0, 10).records()).isEqualTo(loaded);
    }

    @Test
    void a_log_that_was_never_written_is_empty_and_then_is_not() throws Exception {
        assertThat(store.log().last()).isZero();
        assertThat(store.log().read(0, 10).records()).isEmpty();
        assertThat(store.log().await(0, Duration.ofMillis(50))).isFalse();
        assertThat(store.log().writtenAfter(0)).isEmpty();

        store.append(aStream(), ExpectedVersion.none(), events(1));

        assertThat(store.log().await(0, Duration.ofSeconds(10))).isTrue();
        assertThat(store.log().read(0, 10).through()).isEqualTo(1);
        assertThat(store.log().last()).isEqualTo(1);
        assertThat(store.log().writtenAfter(0)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void ES_2_a_repeat_inside_a_transaction_returns_the_first_result(int isolation) {
        Database strict = database.database(isolation);
        PostgresEventStore isolated = database.closing(new PostgresEventStore(strict, TestEvents.CODEC));
        StreamId stream = aStream();
        List<NewEvent> events = events(2);
        Appended first = strict.transactions().call(() -> isolated.append(stream, ExpectedVersion.none(), events));

        Appended second = strict.transactions().call(() -> isolated.append(stream, ExpectedVersion.none(), events));

        assertThat(second).isEqualTo(first);
        assertThat(isolated.load(stream, 0)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void ES_5_an_append_that_lost_the_race_inside_a_transaction_names_all_three(int isolation) {
        Database strict = database.database(isolation);
        PostgresEventStore isolated = database.closing(new PostgresEventStore(strict, TestEvents.CODEC));
        StreamId stream = aStream();
        isolated.append(stream, ExpectedVersion.none(), events(1));

        assertThatThrownBy(() -> strict.transactions().run(() -> {
                    isolated.load(stream, 0);
                    store.append(stream, ExpectedVersion.of(1), events(2));
                    isolated.append(stream, ExpectedVersion.of(1), events(1));
                }))
                .isInstanceOfSatisfying(VersionConflictException.class, conflict -> {
                    assertThat(conflict.stream()).isEqualTo(stream);
                    assertThat(conflict.expected()).isEqualTo(1);
                    assertThat(conflict.actual()).isEqualTo(3);
                });
        assertThat(isolated.load(stream, 0)).hasSize(3);
    }
}
