package io.millrace.benchmarks;

import io.millrace.event.EventCodec;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.postgres.PostgresOutages;
import io.millrace.postgres.PostgresOutbox;
import io.millrace.postgres.PostgresSagaStore;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaEnvironment;
import io.millrace.saga.Sagas;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A saga of three commands in a database. */
final class BenchSagas implements AutoCloseable {

    static final String NAME = "trip";

    @EventType("BookFlight")
    record BookFlight(String customer) {}

    @EventType("FlightBooked")
    record FlightBooked(String flight) {}

    @EventType("BookHotel")
    record BookHotel(String customer) {}

    @EventType("HotelBooked")
    record HotelBooked(String hotel) {}

    @EventType("BookCar")
    record BookCar(String customer) {}

    @EventType("CarBooked")
    record CarBooked(String car) {}

    record Trip(String customer, String flight, String hotel, String car) {

        Trip on(FlightBooked booked) {
            return new Trip(customer, booked.flight(), hotel, car);
        }

        Trip on(HotelBooked booked) {
            return new Trip(customer, flight, booked.hotel(), car);
        }

        Trip on(CarBooked booked) {
            return new Trip(customer, flight, hotel, booked.car());
        }
    }

    static final List<Object> ANSWERS =
            List.of(new FlightBooked("LH-123"), new HotelBooked("Ritz"), new CarBooked("B-MW-1"));

    static final EventTypes TYPES = EventTypes.of(
            BookFlight.class, FlightBooked.class, BookHotel.class, HotelBooked.class, BookCar.class, CarBooked.class);

    private static final EventCodec CODEC = new JsonEventCodec(TYPES);

    private final PostgresOutbox outbox;
    private final PostgresSagaStore store;
    private final Saga<Trip> trip;
    private final Sagas sagas;

    /** @param answerWithin how long an answer is waited for */
    BenchSagas(BenchDatabase database, Duration answerWithin) {
        this.outbox = new PostgresOutbox(database.database(), new OutgoingMessages(TYPES, CODEC, Clock.systemUTC()));
        this.store = new PostgresSagaStore(database.database());
        this.trip = trip(answerWithin);
        this.sagas = Sagas.of(
                new SagaEnvironment(
                        store, outbox, database.database().transactions(), TYPES, CODEC, new PostgresOutages()),
                List.of(trip));
    }

    private static Saga<Trip> trip(Duration answerWithin) {
        return Saga.named(NAME, Trip.class)
                .command("flight", "Flights", trip -> new BookFlight(trip.customer()))
                .answeredBy(FlightBooked.class, Trip::on)
                .answerWithin(answerWithin)
                .noUndoNeeded("a benchmark")
                .command("hotel", "Hotels", trip -> new BookHotel(trip.customer()))
                .answeredBy(HotelBooked.class, Trip::on)
                .answerWithin(answerWithin)
                .noUndoNeeded("a benchmark")
                .command("car", "Cars", trip -> new BookCar(trip.customer()))
                .answeredBy(CarBooked.class, Trip::on)
                .answerWithin(answerWithin)
                .noUndoNeeded("a benchmark")
                .build();
    }

    Sagas sagas() {
        return sagas;
    }

    PostgresSagaStore store() {
        return store;
    }

    void start(String key) {
        sagas.start(trip, key, new Trip("customer-17", "", "", ""));
    }

    @Override
    public void close() {
        sagas.close();
        outbox.close();
    }
}
