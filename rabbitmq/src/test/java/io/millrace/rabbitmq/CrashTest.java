package io.millrace.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.IncomingMessage;
import io.millrace.event.CloudEvents;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.rabbitmq.TestEvents.OrderCreated;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.NeedsRabbitMq;
import io.millrace.testkit.RabbitMq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that end at the worst moment, as by kill -9, and start again. */
@NeedsRabbitMq
class CrashTest {

    private static final RabbitMq RABBITMQ = RabbitMq.shared();
    private static final int KILLED = 137;
    private static final int EVENTS = 300;
    private static final int KEYS = 6;

    private final Backbone backbone = Backbone.create();
    private final String name = TestEvents.unique("crash");

    @AfterEach
    void close() {
        backbone.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"relay.after-send:120", "relay.before-advance:2", "relay.before-commit:2", "relay.after-commit:2"
            })
    void RL_1_RL_3_RL_5_a_relay_that_crashes_loses_nothing_and_repeats_with_the_same_ids(String point) {
        Queue queue = Queue.declare(name);
        for (int i = 0; i < EVENTS; i++) {
            backbone.add("order-" + i % KEYS, i / KEYS);
        }

        crash(RelayProcess.class, point);
        try (ChildJvm second = child(RelayProcess.class).start()) {
            second.awaitLine("relaying");
            Eventually.holds("the cursor has passed everything", () -> backbone.query(
                            "SELECT count(*) FROM millrace.outbox_events WHERE status = 'PENDING'")
                    .equals(List.of("0")));
        }

        assertFirstPublications(queue.take().stream().map(queue::decoded).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer.after-effect:15", "consumer.before-commit:3", "consumer.after-commit:3"})
    void CO_1_CO_2_CO_3_a_consumer_that_crashes_has_each_effect_once(String point) {
        Queue queue = Queue.declare(name);
        queue.write(messages());

        crash(ConsumerProcess.class, point);
        try (ChildJvm second = child(ConsumerProcess.class).start()) {
            second.awaitLine("consuming");
            Eventually.holds("all are handled", () -> backbone.effects(name) >= EVENTS);
            queue.write(messages());
            Eventually.holds("and those that came later", () -> backbone.effects(name) >= 2 * EVENTS);
        }

        assertThat(backbone.effects(name)).isEqualTo(2 * EVENTS);
        List<Integer> numbers = IntStream.range(0, EVENTS / KEYS).boxed().toList();
        for (int key = 0; key < KEYS; key++) {
            List<Integer> handled = backbone.numbers(name, "order-" + key);
            assertThat(handled.subList(0, numbers.size())).isEqualTo(numbers);
            assertThat(handled.subList(numbers.size(), handled.size())).isEqualTo(numbers);
        }
    }

    private void assertFirstPublications(List<IncomingMessage> messages) {
        Set<String> ids = new HashSet<>();
        Map<String, List<Integer>> firsts = new LinkedHashMap<>();
        for (IncomingMessage message : messages) {
            if (ids.add(message.attributes().get(CloudEvents.ID))) {
                OrderCreated event = (OrderCreated) TestEvents.CODEC.decode("OrderCreated", 1, message.body());
                firsts.computeIfAbsent(event.orderId(), key -> new ArrayList<>())
                        .add(event.number());
            }
        }
        assertThat(ids).containsExactlyInAnyOrderElementsOf(backbone.query("SELECT event_id FROM millrace.outbox"));
        assertThat(firsts).hasSize(KEYS);
        List<Integer> numbers = IntStream.range(0, EVENTS / KEYS).boxed().toList();
        assertThat(firsts.values())
                .allSatisfy(published -> assertThat(published).isEqualTo(numbers));
    }

    private void crash(Class<?> main, String point) {
        try (ChildJvm first = child(main).crashAt(point).start()) {
            first.awaitLine("crashed at");
            assertThat(first.awaitExit(Duration.ofSeconds(30))).isEqualTo(KILLED);
        }
    }

    private ChildJvm.Builder child(Class<?> main) {
        return ChildJvm.of(main).arguments(backbone.jdbcUrl(), RABBITMQ.uri(), name);
    }

    private List<OutgoingMessage> messages() {
        return IntStream.range(0, EVENTS)
                .mapToObj(i -> TestEvents.created("order-" + i % KEYS, i / KEYS))
                .toList();
    }
}
