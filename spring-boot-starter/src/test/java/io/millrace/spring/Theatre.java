package io.millrace.spring;

import io.millrace.consumer.EventConsumer;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaOutcome;
import io.millrace.saga.Sagas;
import io.millrace.spring.ShopApplication.Notes;
import io.millrace.testkit.EmbeddedPostgres;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Seats are booked by a saga, whose definition is a bean, and by the box office that answers it. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Theatre {

    @EventType("ReserveSeat")
    record ReserveSeat(String show) {}

    @EventType("SeatReserved")
    record SeatReserved(int seat) {}

    @EventType("SoldOut")
    record SoldOut(String show) {}

    record Booking(String show, int seat) {

        Booking on(SeatReserved reserved) {
            if (show.equals("broken")) {
                throw new IllegalStateException("there is no such seat");
            }
            return new Booking(show, reserved.seat());
        }

        Booking turnedBack() {
            if (show.equals("broken")) {
                throw new IllegalStateException("there is no way back");
            }
            return this;
        }
    }

    @Bean
    EventTypes eventTypes() {
        return EventTypes.of(ReserveSeat.class, SeatReserved.class, SoldOut.class);
    }

    @Bean
    Saga<Booking> booking(Notes notes) {
        return Saga.named("booking", Booking.class)
                .command("reserve", "Seats", booking -> new ReserveSeat(booking.show()))
                .answeredBy(SeatReserved.class, Booking::on)
                .rejectedBy(SoldOut.class, (booking, refusal) -> booking)
                .answerWithin(Duration.ofSeconds(30))
                .noUndoNeeded("a seat that nobody pays for is free again at night")
                .whenTurnedBack((booking, why) -> booking.turnedBack())
                .pivot("confirm", booking -> notes.add("confirmed", booking.show() + " " + booking.seat()))
                .whenUndone(booking -> notes.add("undone", booking.show()))
                .build();
    }

    @Bean
    EventConsumer boxOffice(Outbox outbox) {
        return EventConsumer.named("box-office").topic("theatre.seats").on(ReserveSeat.class, received -> {
            boolean free = !received.event().show().equals("full");
            Object answer =
                    free ? new SeatReserved(7) : new SoldOut(received.event().show());
            outbox.add(new OutgoingEvent("Answers", received.subject(), answer));
        });
    }

    @Bean
    Notes notes(JdbcTemplate jdbc) {
        return new Notes(jdbc);
    }

    /** The application on that database. */
    static TestApplication on(EmbeddedPostgres.Database database) {
        return TestApplication.of(Theatre.class)
                .on(database)
                .with("spring.application.name=theatre")
                .with("millrace.broker=none");
    }

    @SuppressWarnings("unchecked")
    static void start(ConfigurableApplicationContext theatre, String key, String show, boolean commit) {
        Saga<Booking> booking = theatre.getBean("booking", Saga.class);
        transaction(theatre).executeWithoutResult(status -> {
            theatre.getBean(Sagas.class).start(booking, key, new Booking(show, 0));
            if (!commit) {
                status.setRollbackOnly();
            }
        });
    }

    static TransactionTemplate transaction(ConfigurableApplicationContext theatre) {
        return new TransactionTemplate(theatre.getBean(PlatformTransactionManager.class));
    }

    static SagaOutcome outcome(Sagas sagas, String key) throws Exception {
        return sagas.outcome("booking", key).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
