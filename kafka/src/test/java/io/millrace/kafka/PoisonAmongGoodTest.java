package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.HandlerTimeoutException;
import io.millrace.consumer.Received;
import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.Failure;
import io.millrace.deadletter.LetterFilter;
import io.millrace.deadletter.Operator;
import io.millrace.event.EventFormatException;
import io.millrace.event.NewerEventVersionException;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every kind of poison among good messages: good keys are handled, the others put aside until the handler is fixed. */
@SuppressWarnings("try") // a consumer that only has to run
class PoisonAmongGoodTest {

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.shared();
    private static final Duration HANDLER_TIMEOUT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int GOOD_KEYS = 10;
    private static final int ROUNDS = 6;
    private static final int POISONED_ROUND = 2;
    private static final List<String> FAILING = List.of("throws", "overflows", "hangs", "spins");

    private final Backbone backbone = Backbone.create();
    private final String name = TestEvents.unique("poison");
    private final Topic topic = Topic.create(KAFKA, name, 3);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean fixed;

    @AfterEach
    void close() {
        end.countDown();
        backbone.close();
    }

    @Test
    void CO_3_CO_4_CO_5_poison_is_parked_with_its_cause_good_keys_go_on_and_a_redrive_handles_all_in_order() {
        topic.write(records());
        try (KafkaEventConsumer consumer = start()) {
            Eventually.passes("good keys are handled", PATIENCE, () -> goodKeys()
                    .forEach(key -> assertThat(backbone.numbers(name, key)).isEqualTo(numbers(0, ROUNDS))));
            Eventually.passes(
                    "the others are put aside",
                    PATIENCE,
                    () -> FAILING.forEach(key ->
                            assertThat(backbone.letters(name, key)).containsExactly("PARKED", "HELD", "HELD", "HELD")));
            Eventually.passes("with those that can't be read", PATIENCE, () -> unreadable()
                    .keySet()
                    .forEach(key ->
                            assertThat(backbone.letters(name, key)).containsExactly("PARKED", "HELD", "HELD", "HELD")));
            FAILING.forEach(key -> assertThat(backbone.numbers(name, key)).isEqualTo(numbers(0, POISONED_ROUND)));
            assertThat(causes()).containsAllEntriesOf(expectedCauses());

            fixed = true;
            backbone.desk()
                    .redrive(
                            LetterFilter.all().source("consumer:" + name),
                            new Operator("kim", "the handler is fixed"),
                            1_000_000);

            Eventually.passes(
                    "the handler's are handled in order",
                    PATIENCE,
                    () -> FAILING.forEach(
                            key -> assertThat(backbone.numbers(name, key)).isEqualTo(numbers(0, ROUNDS))));
            Eventually.passes("what can't be read fails again", PATIENCE, () -> assertThat(
                            backbone.desk().list(LetterFilter.all().in(State.PARKED), Long.MAX_VALUE, 100))
                    .hasSize(unreadable().size())
                    .allSatisfy(filed -> assertThat(filed.failedAgain()).isEqualTo(1)));
        }
    }

    private KafkaEventConsumer start() {
        return KafkaEventConsumer.start(
                EventConsumer.named(name).topic(name).on(OrderCreated.class, this::handle),
                backbone.consuming(backbone.transactions, backbone.deadLetters, HANDLER_TIMEOUT),
                KafkaConsumerSettings.of(KAFKA.bootstrapServers()));
    }

    private void handle(Received<OrderCreated> received) throws Exception {
        backbone.effect(name, received);
        if (fixed || received.event().number() != POISONED_ROUND) {
            return;
        }
        switch (received.event().orderId()) {
            case "throws" -> throw new IllegalArgumentException("no such price");
            case "overflows" -> overflow(0);
            case "hangs" -> HandOverTest.await(end);
            case "spins" -> spin();
            default -> {}
        }
    }

    private static int overflow(int depth) {
        return depth < 0 ? 0 : overflow(depth + 1) + 1;
    }

    /** Takes no notice of an interrupt. */
    private void spin() {
        while (end.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private static Map<String, Class<?>> expectedCauses() {
        return Map.of(
                "throws", IllegalArgumentException.class,
                "overflows", StackOverflowError.class,
                "hangs", HandlerTimeoutException.class,
                "spins", HandlerTimeoutException.class,
                "broken", EventFormatException.class,
                "nested", EventFormatException.class,
                "without-id", EventFormatException.class,
                "newer", NewerEventVersionException.class);
    }

    private Map<String, Class<?>> causes() {
        return backbone.parkedBy(name).stream()
                .filter(letter -> letter.state() == State.PARKED)
                .collect(Collectors.toMap(DeadLetter::key, letter -> classOf(letter.failure())));
    }

    private static Class<?> classOf(Failure failure) {
        try {
            return Class.forName(failure.errorClass());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Rounds of one message for each key, in which the poisoned keys have theirs spoilt in one round. */
    private List<ProducerRecord<byte[], byte[]>> records() {
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            int number = round;
            goodKeys().forEach(key -> all.add(good(key, number)));
            FAILING.forEach(key -> all.add(good(key, number)));
            unreadable().forEach((key, bad) -> all.add(number == POISONED_ROUND ? bad : good(key, number)));
        }
        return all;
    }

    private ProducerRecord<byte[], byte[]> good(String key, int number) {
        return TestEvents.record(name, key, TestEvents.CODEC.encode(new OrderCreated(key, number)));
    }

    private Map<String, ProducerRecord<byte[], byte[]>> unreadable() {
        return Map.of(
                "broken", TestEvents.record(name, "broken", "{\"orderId\": "),
                "nested", TestEvents.record(name, "nested", "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000)),
                "large", TestEvents.record(name, "large", "{\"orderId\":\"" + "x".repeat(900_000) + "\", 1}"),
                "tombstone", new ProducerRecord<>(name, null, "tombstone".getBytes(UTF_8), null),
                "without-id", spoilt("without-id", headers -> headers.remove("ce_id")),
                "without-type", spoilt("without-type", headers -> headers.remove("ce_type")),
                "junk", spoilt("junk", headers -> headers.remove("ce_id").add("ce_id", new byte[] {(byte) 0xC3, 0x28})),
                "newer",
                        spoilt("newer", headers -> headers.remove("ce_dataversion")
                                .add("ce_dataversion", "2".getBytes(UTF_8))));
    }

    private ProducerRecord<byte[], byte[]> spoilt(String key, Consumer<Headers> spoil) {
        ProducerRecord<byte[], byte[]> made = TestEvents.record(name, key, "{}");
        spoil.accept(made.headers());
        return made;
    }

    private static List<String> goodKeys() {
        return IntStream.range(0, GOOD_KEYS).mapToObj(i -> "good-" + i).toList();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
