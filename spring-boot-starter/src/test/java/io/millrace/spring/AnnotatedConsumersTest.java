package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.consumer.EventConsumer;
import io.millrace.consumer.Received;
import io.millrace.event.EventMetadata;
import io.millrace.event.EventTypes;
import io.millrace.spring.OrderEvent.OrderCreated;
import io.millrace.spring.OrderEvent.OrderPaid;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

class AnnotatedConsumersTest {

    private static final EventTypes TYPES = EventTypes.of(OrderEvent.class);

    @ConsumesEvents(
            as = "${group}",
            from = {"${topics}", "third"},
            eachInItsOwnTransaction = true)
    static class Listener {

        final List<Object> heard = new ArrayList<>();

        @EventHandler
        void created(OrderCreated event) {
            heard.add(event);
        }

        @EventHandler
        void paid(OrderPaid event, EventMetadata metadata) throws IOException {
            heard.add(metadata.eventId());
            throw new IOException("no paper");
        }
    }

    @ConsumesEvents(as = "a", from = "t")
    static class WithoutHandlers {}

    @ConsumesEvents(as = "a", from = "t")
    static class WithTwoOfAType {
        @EventHandler
        void one(OrderCreated event) {}

        @EventHandler
        void two(OrderCreated event, EventMetadata metadata) {}
    }

    static class WithoutAnnotation {
        @EventHandler
        void on(OrderCreated event) {}
    }

    @ConsumesEvents(as = "a", from = "t")
    static class WithThreeParameters {
        @EventHandler
        void on(OrderCreated event, EventMetadata metadata, String more) {}
    }

    @ConsumesEvents(as = "a", from = "t")
    static class WithAnotherSecondParameter {
        @EventHandler
        void on(OrderCreated event, String more) {}
    }

    @ConsumesEvents(as = "a", from = "t")
    static class WithResult {
        @EventHandler
        String on(OrderCreated event) {
            return event.orderId();
        }
    }

    @ConsumesEvents(
            as = "a",
            from = {})
    static class WithoutTopics {
        @EventHandler
        void on(OrderCreated event) {}
    }

    @Test
    void name_topics_and_handled_types_come_from_the_annotations() {
        EventConsumer consumer = consumerOf(Listener.class, new Listener());

        assertThat(consumer.name()).isEqualTo("email-service");
        assertThat(consumer.topics()).containsExactly("first", "second", "third");
        assertThat(consumer.handler().types()).containsExactlyInAnyOrder(OrderCreated.class, OrderPaid.class);
        assertThat(consumer.largestBatch()).isEqualTo(1);
    }

    @Test
    void the_type_of_the_parameter_chooses_the_method() throws Exception {
        Listener listener = new Listener();
        OrderCreated event = new OrderCreated("1");

        consumerOf(Listener.class, listener).handler().handle(List.of(received(event)));

        assertThat(listener.heard).containsExactly(event);
    }

    @Test
    void the_method_gets_the_metadata_and_what_it_throws_arrives_unchanged() {
        Listener listener = new Listener();
        Received<?> paid = received(new OrderPaid("1", "p"));
        EventConsumer consumer = consumerOf(Listener.class, listener);

        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> consumer.handler().handle(List.of(paid)))
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isInstanceOf(IOException.class),
                        thrown -> assertThat(thrown).hasCauseInstanceOf(IOException.class));

        assertThat(listener.heard).containsExactly(paid.metadata().eventId());
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                WithoutHandlers.class,
                WithTwoOfAType.class,
                WithoutAnnotation.class,
                WithThreeParameters.class,
                WithAnotherSecondParameter.class,
                WithResult.class,
                WithoutTopics.class
            })
    <T> void what_can_not_work_is_refused_with_the_remedy(Class<T> type) throws Exception {
        T bean = type.getDeclaredConstructor().newInstance();

        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> consumerOf(type, bean))
                .satisfies(refusal -> {
                    assertThat(refusal.found()).containsAnyOf(type.getSimpleName(), "Consumer 'a'");
                    assertThat(refusal.remedy()).isNotBlank();
                });
    }

    private static <T> EventConsumer consumerOf(Class<T> type, T bean) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(
                            new MapPropertySource("test", Map.of("group", "email-service", "topics", "first, second")));
            context.registerBean(type, () -> bean);
            context.refresh();
            return new AnnotatedConsumers(context, context.getEnvironment())
                    .all()
                    .getFirst();
        }
    }

    private static Received<?> received(OrderEvent event) {
        return new Received<>(event, TYPES.describe(event, Clock.systemUTC()), "1", 1);
    }
}
