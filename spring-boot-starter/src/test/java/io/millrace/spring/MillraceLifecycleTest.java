package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kafka.KafkaConsumerSettings;
import io.millrace.rabbitmq.RabbitConsumerSettings;
import io.millrace.rabbitmq.RabbitServer;
import org.junit.jupiter.api.Test;

class MillraceLifecycleTest {

    @Test
    void a_consumer_can_hand_over_before_its_database_is_closed() {
        assertThat(MillraceLifecycle.PATIENCE)
                .isGreaterThan(KafkaConsumerSettings.of("127.0.0.1:9092").closesWithin())
                .isGreaterThan(RabbitConsumerSettings.of(RabbitServer.at("amqp://127.0.0.1"))
                        .closesWithin());
    }
}
