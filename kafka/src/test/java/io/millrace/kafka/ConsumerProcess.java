package io.millrace.kafka;

import io.millrace.consumer.EventConsumer;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.CrashPoint;
import io.millrace.testkit.CrashingTransactions;
import java.time.Duration;
import java.util.Map;

/** A consumer in a process of its own, which crashes where it is told to. */
final class ConsumerProcess {

    private ConsumerProcess() {}

    /** The arguments: the database, Kafka and the name of the consumer and of its topic. */
    public static void main(String[] arguments) {
        Backbone backbone = Backbone.at(arguments[0]);
        String name = arguments[2];
        EventConsumer consumer = EventConsumer.named(name).topic(name).on(OrderCreated.class, received -> {
            backbone.effect(name, received);
            CrashPoint.reached("consumer.after-effect");
        });
        KafkaConsumerSettings settings =
                new KafkaConsumerSettings(arguments[1], 4, 10, Duration.ofSeconds(5), Map.of());
        KafkaEventConsumer.start(
                consumer,
                backbone.consuming(new CrashingTransactions("consumer", backbone.transactions)),
                settings.with(Map.of("session.timeout.ms", "2000", "heartbeat.interval.ms", "500")));
        System.out.println("consuming");
        ChildJvm.waitForEver();
    }
}
