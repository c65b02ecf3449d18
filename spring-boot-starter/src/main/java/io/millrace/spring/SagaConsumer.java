package io.millrace.spring;

import io.millrace.consumer.BatchHandler;
import io.millrace.consumer.EventConsumer;
import io.millrace.saga.Sagas;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** The consumer that hands answers to sagas, where these wait for any. */
record SagaConsumer(Optional<EventConsumer> consumer) {

    static SagaConsumer of(Sagas sagas, MillraceProperties.Sagas wanted, Environment environment) {
        BatchHandler messages = wanted.keepEarly() ? sagas.messages() : sagas.messagesForStarted();
        if (messages.types().isEmpty()) {
            return new SagaConsumer(Optional.empty());
        }
        if (wanted.topics().isEmpty()) {
            throw new StartRefusedException(
                    "Sagas wait for answers, and no topic is named that they come from.",
                    "Name those of the services that answer, such as millrace.sagas.topics=shop.inventory,shop.payment.");
        }
        String application = environment.getProperty("spring.application.name", "application");
        String name = wanted.consumer() == null ? application + "-sagas" : wanted.consumer();
        EventConsumer consumer = EventConsumer.named(name).handledBy(messages);
        for (String topic : wanted.topics()) {
            consumer = consumer.topic(topic);
        }
        return new SagaConsumer(Optional.of(consumer));
    }
}
