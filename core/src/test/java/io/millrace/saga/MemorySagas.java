package io.millrace.saga;

import io.millrace.event.EventMetadata;
import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import io.millrace.outbox.InMemoryOutbox;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Outages;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** Sagas in memory, which nobody moves. */
final class MemorySagas {

    @EventType("Hold")
    record Hold() {}

    @EventType("Held")
    record Held() {}

    @EventType("LetGo")
    record LetGo() {}

    /** Sends a command and waits; is undone by a message. */
    static final Saga<Order> HOLDING = Saga.named("hold", Order.class)
            .command("hold", "Stock", order -> new Hold())
            .answeredBy(Held.class)
            .answerWithin(Duration.ofHours(1))
            .undo(order -> new LetGo())
            .build();

    static final Saga<Order> PAYING = Saga.named("pay", Order.class)
            .call("pay", (order, attempt) -> "paid")
            .noUndoNeeded("nothing is paid")
            .build();

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryOutbox outbox;
    private final Sagas sagas;

    private MemorySagas(UnaryOperator<SagaStore> store) {
        EventTypes types = EventTypes.of(Hold.class, Held.class, LetGo.class);
        JsonEventCodec codec = new JsonEventCodec(types);
        this.outbox = new InMemoryOutbox(transactions, new OutgoingMessages(types, codec, Clock.systemUTC()));
        this.sagas = Sagas.of(
                new SagaEnvironment(
                        store.apply(new InMemorySagaStore(transactions, Clock.systemUTC())),
                        outbox,
                        transactions,
                        types,
                        codec,
                        Outages.declared()),
                List.of(HOLDING, PAYING));
    }

    static MemorySagas empty() {
        return new MemorySagas(UnaryOperator.identity());
    }

    static MemorySagas in(UnaryOperator<SagaStore> store) {
        return new MemorySagas(store);
    }

    Sagas sagas() {
        return sagas;
    }

    void start(Saga<Order> saga, String key) {
        sagas.start(saga, key, Order.placed());
    }

    /** Of all messages, in their order. */
    List<EventMetadata> sent() {
        return outbox.log().read(0, 100).records().stream()
                .map(OutgoingMessage::metadata)
                .toList();
    }
}
