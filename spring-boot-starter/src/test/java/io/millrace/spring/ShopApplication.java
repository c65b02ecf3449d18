package io.millrace.spring;

import io.millrace.aggregate.CommandHandler;
import io.millrace.aggregate.Decider;
import io.millrace.consumer.EventConsumer;
import io.millrace.event.EventMetadata;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.outbox.IntegrationEvents;
import io.millrace.projection.Projection;
import io.millrace.spring.OrderEvent.OrderCreated;
import io.millrace.spring.OrderEvent.OrderPaid;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** An event-sourced order, what it tells others, and three who listen. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ShopApplication.EmailService.class)
class ShopApplication {

    @EventType("OrderCreated")
    record OrderAnnounced(String orderId) {}

    @Bean
    EventTypes eventTypes() {
        return EventTypes.of(OrderEvent.class);
    }

    @Bean
    IntegrationEvents integrationEvents() {
        return IntegrationEvents.of(EventTypes.of(OrderAnnounced.class))
                .on(OrderCreated.class, created -> new OrderAnnounced(created.orderId()));
    }

    @Bean
    CommandHandler<OrderEvent, List<OrderEvent>, OrderEvent> orders(CommandHandler.Environment environment) {
        return new CommandHandler<>("Order", new Recorder(), environment);
    }

    @Bean
    EventConsumer warehouse(Environment environment, Notes notes) {
        return EventConsumer.named(environment.getRequiredProperty("spring.application.name") + "-warehouse")
                .topic(environment.getRequiredProperty("spring.application.name") + ".order")
                .on(
                        OrderAnnounced.class,
                        received -> notes.add("warehouse", received.event().orderId()));
    }

    @Bean
    Projection<List<String>> paidOrders(Notes notes) {
        return Projection.named("paid-orders")
                .<List<String>>folding(ArrayList::new, paid -> paid.forEach(id -> notes.add("projection", id)))
                .on(
                        OrderPaid.class,
                        (paid, received) -> paid.add(received.event().orderId()));
    }

    @Bean
    Notes notes(JdbcTemplate jdbc) {
        return new Notes(jdbc);
    }

    /** Every command is an event that happens. */
    static final class Recorder implements Decider<OrderEvent, List<OrderEvent>, OrderEvent> {

        @Override
        public List<OrderEvent> initialState() {
            return List.of();
        }

        @Override
        public List<OrderEvent> decide(OrderEvent command, List<OrderEvent> state) {
            return List.of(command);
        }

        @Override
        public List<OrderEvent> evolve(List<OrderEvent> state, OrderEvent event) {
            List<OrderEvent> evolved = new ArrayList<>(state);
            evolved.add(event);
            return evolved;
        }
    }

    /** Called through a proxy, as the annotation {@code Transactional} asks for. */
    @ConsumesEvents(as = "${spring.application.name}-emails", from = "${spring.application.name}.order")
    static class EmailService {

        private final Notes notes;

        EmailService(Notes notes) {
            this.notes = notes;
        }

        @EventHandler
        @Transactional
        void on(OrderAnnounced event, EventMetadata metadata) {
            notes.add("email", event.orderId());
        }
    }

    /** A table of who has heard of which order. */
    static final class Notes {

        private final JdbcTemplate jdbc;

        Notes(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
            jdbc.execute("CREATE TABLE IF NOT EXISTS note (id serial, who text, order_id text)");
        }

        void add(String who, String orderId) {
            jdbc.update("INSERT INTO note (who, order_id) VALUES (?, ?)", who, orderId);
        }

        List<String> of(String who) {
            return jdbc.queryForList("SELECT order_id FROM note WHERE who = ? ORDER BY id", String.class, who);
        }
    }
}
