package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.LogEventConsumer;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.postgres.TestEvents.Counted;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers that read the outbox of another schema without a broker, in several processes. */
class LogConsumerTest {

    private static final int KEYS = 10;
    private static final int EVENTS = 20 * KEYS;
    private static final int KILLED = 137;

    private final TestDatabase given = TestDatabase.migrated();
    private final Database database = given.database();
    private final PostgresOutbox outbox = given.closing(new PostgresOutbox(database, TestEvents.MESSAGES));
    private int added;

    @BeforeEach
    void makeTables() {
        new Migrations(LogConsumerProcess.SCHEMA).run(given.dataSource());
        given.execute("CREATE TABLE effects (id bigint GENERATED ALWAYS AS IDENTITY, event_id uuid, key text,"
                + " number bigint)");
    }

    @AfterEach
    void close() {
        given.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer.after-effect:15", "consumer.before-commit:9", "consumer.after-commit:9"})
    void CO_1_CO_2_CO_3_a_consumer_that_crashes_has_each_effect_once(String point) {
        add(EVENTS);

        try (ChildJvm first = child().crashAt(point).start()) {
            first.awaitLine("crashed at");
            assertThat(first.awaitExit(Duration.ofSeconds(30))).isEqualTo(KILLED);
        }
        try (LogEventConsumer second = LogConsumerProcess.start(database, database.transactions())) {
            add(EVENTS);
            awaitEnd(second);
        }

        assertEachEffectOnceAndInOrder();
    }

    @Test
    void CO_1_CO_3_CO_6_an_instance_that_is_stopped_past_its_lease_and_goes_on_repeats_and_reorders_nothing() {
        try (ChildJvm suspended = child().start();
                LogEventConsumer other = startAfter(suspended)) {
            Eventually.holds("both have lanes", () -> given.value(
                            "SELECT count(DISTINCT owner) FROM reader.lanes WHERE owner IS NOT NULL")
                    .equals("2"));
            add(EVENTS);
            Eventually.holds("the first are handled", () -> effects() > 0);
            suspended.suspend();
            add(EVENTS);
            awaitEnd(other);
            suspended.resume();
            Eventually.holds("it has lanes again", () -> given.value(
                            "SELECT count(DISTINCT owner) FROM reader.lanes WHERE owner IS NOT NULL")
                    .equals("2"));
            add(EVENTS);
            awaitEnd(other);
        }

        assertEachEffectOnceAndInOrder();
    }

    private LogEventConsumer startAfter(ChildJvm child) {
        child.awaitLine("consuming");
        return LogConsumerProcess.start(database, database.transactions());
    }

    private ChildJvm.Builder child() {
        return ChildJvm.of(LogConsumerProcess.class).arguments(given.url());
    }

    private void add(int events) {
        for (int i = 0; i < events; i++) {
            int number = added++;
            database.transactions()
                    .run(() -> outbox.add(
                            new OutgoingEvent("Counter", "key-" + number % KEYS, new Counted(number / KEYS))));
        }
    }

    private void awaitEnd(LogEventConsumer consumer) {
        Eventually.holds("all are handled", Duration.ofSeconds(60), () -> effects() >= added);
        Eventually.holds("the cursors have passed them", () -> consumer.lag().values().stream()
                .allMatch(behind -> behind == 0));
    }

    private long effects() {
        return Long.parseLong(given.value("SELECT count(*) FROM effects"));
    }

    private void assertEachEffectOnceAndInOrder() {
        assertThat(effects()).isEqualTo(added);
        String all =
                IntStream.range(0, added / KEYS).mapToObj(Integer::toString).collect(Collectors.joining(","));
        List<String> keys =
                IntStream.range(0, KEYS).mapToObj(key -> "key-" + key).toList();
        assertThat(keys).allSatisfy(key -> assertThat(
                        given.value("SELECT string_agg(number::text, ',' ORDER BY id) FROM effects WHERE key = '%s'"
                                .formatted(key)))
                .isEqualTo(all));
    }
}
