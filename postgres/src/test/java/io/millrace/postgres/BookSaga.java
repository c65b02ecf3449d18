package io.millrace.postgres;

import io.millrace.event.EventCodec;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.saga.Retry;
import io.millrace.saga.Saga;
import java.time.Clock;
import java.time.Duration;

/** A saga with a step of every kind, which works in a {@link BookWorld}. */
final class BookSaga {

    static final String NAME = "book";

    /** @param plan what happens to the saga, see {@link Plan} */
    record Book(String id, Plan plan, String note) {

        Book noting(String more) {
            return new Book(id, plan, note + more + ";");
        }
    }

    /** What happens to a saga. */
    enum Plan {
        WELL,
        SOLD_OUT,
        DECLINED,
        /** The stock takes the reservation and never answers. */
        UNANSWERED,
        /** The same, and nobody cancels it. */
        UNHEARD,
        /** The answer to the reservation can't be taken in, until somebody says that it is done. */
        UNREADABLE,
        /** The charge takes effect and its answer is lost, once. */
        CUT_OFF,
        /** The charge does not reach the other side, once. */
        UNREACHABLE,
        /** The note fails, twice. */
        TWICE_FAILING,
        /** The pivot is refused, when all before it is done. */
        CLOSED,
        /** The answer to the reservation can't be taken in until somebody has {@link BookWorld#mend mended} it. */
        STUCK,
        /** The charge takes effect, and its answer waits for somebody. */
        HANGING,
        /** The first attempt at the charge waits for somebody before it takes effect. */
        PAUSED,
        /** The note fails always. */
        POISON,
        /** The command after the pivot is none that is registered. */
        UNSENDABLE,
        /** The capture fails until somebody has mended it. */
        SLOW
    }

    @EventType("Reserve")
    record Reserve(Plan plan) {}

    @EventType("Reserved")
    record Reserved(String shelf) {}

    @EventType("SoldOut")
    record SoldOut() {}

    @EventType("Release")
    record Release() {}

    @EventType("Released")
    record Released() {}

    @EventType("Ship")
    record Ship() {}

    @EventType("Shipped")
    record Shipped() {}

    @EventType("Told")
    record Told() {}

    record Unregistered() {}

    static final EventTypes TYPES = EventTypes.of(
            Reserve.class,
            Reserved.class,
            SoldOut.class,
            Release.class,
            Released.class,
            Ship.class,
            Shipped.class,
            Told.class,
            WaitingSaga.Ask.class,
            WaitingSaga.Answered.class);
    static final EventCodec CODEC = new JsonEventCodec(TYPES);
    static final OutgoingMessages MESSAGES = new OutgoingMessages(TYPES, CODEC, Clock.systemUTC());

    private static final Retry FAST = Retry.exponential(Duration.ofMillis(20), Duration.ofMillis(200));

    private BookSaga() {}

    static Saga<Book> in(BookWorld world, int version, Duration answerWithin, Duration deadline) {
        return Saga.named(NAME, version, Book.class)
                .deadline(deadline)
                .command("reserve", "Stock", book -> new Reserve(book.plan()))
                .answeredBy(Reserved.class, world::reserved)
                .rejectedBy(SoldOut.class, (book, refusal) -> book.noting("sold out"))
                .answerWithin(answerWithin)
                .undo(book -> new Release())
                .undoneBy(Released.class)
                .call("charge", world::charge, Book::noting)
                .retry(FAST)
                .rejectedBy(BookWorld.Declined.class, (book, refusal) -> book.noting("declined"))
                .probe(world::findCharge)
                .undo(world::refund)
                .local("note", world::note, Book::noting)
                .retry(FAST.forAtMost(Duration.ofSeconds(2)))
                .undo(world::unnote)
                .pivot("confirm", world::confirm)
                .rejectedBy(BookWorld.Closed.class, (book, refusal) -> book.noting("closed"))
                .call("capture", world::capture)
                .retry(FAST)
                .command("ship", "Parcel", book -> book.plan() == Plan.UNSENDABLE ? new Unregistered() : new Ship())
                .answeredBy(Shipped.class)
                .answerWithin(Duration.ofMinutes(5))
                .publish("tell", "Book", book -> new Told())
                .whenUndone(world::undone)
                .build();
    }
}
