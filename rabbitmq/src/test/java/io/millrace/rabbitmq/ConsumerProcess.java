package io.millrace.rabbitmq;

import io.millrace.consumer.EventConsumer;
import io.millrace.rabbitmq.TestEvents.OrderCreated;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.CrashPoint;
import io.millrace.testkit.CrashingTransactions;

/** A consumer in a process of its own, which crashes where it is told to. */
final class ConsumerProcess {

    private ConsumerProcess() {}

    /** The arguments: the database, RabbitMQ and the name of the consumer. */
    public static void main(String[] arguments) {
        Backbone backbone = Backbone.at(arguments[0]);
        String name = arguments[2];
        EventConsumer consumer = EventConsumer.named(name)
                .topic(name + ".order")
                .on(OrderCreated.class, received -> {
                    backbone.effect(name, received);
                    CrashPoint.reached("consumer.after-effect");
                });
        RabbitEventConsumer.start(
                consumer,
                backbone.consuming(new CrashingTransactions("consumer", backbone.transactions)),
                RabbitConsumerSettings.of(RabbitServer.at(arguments[1])).withBatch(10));
        System.out.println("consuming");
        ChildJvm.waitForEver();
    }
}
