package io.millrace.testkit.saga;

import io.millrace.saga.CallSteps;
import io.millrace.saga.CommandSteps;
import io.millrace.saga.LocalAction;
import io.millrace.saga.Probe;
import io.millrace.saga.Retry;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaSteps;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Small sagas of different kinds. */
final class Purchases {

    record Purchase(String id, List<String> notes) {

        static Purchase begun() {
            return new Purchase("p-1", List.of());
        }

        Purchase with(String note) {
            return new Purchase(
                    id, Stream.concat(notes.stream(), Stream.of(note)).toList());
        }
    }

    record Reserve(String id) {}

    record Reserved(String place) {}

    record OutOfStock(String reason) {}

    record Release(String id) {}

    record Released(String id) {}

    record Pack(String id) {}

    record Packed(String box) {}

    record Unpack(String id) {}

    record Ship(String id) {}

    record Shipped(String track) {}

    record Told(String id) {}

    static final class Declined extends Exception {
        Declined() {
            super("no cover");
        }
    }

    private static final Duration WITHIN = Duration.ofSeconds(30);

    private Purchases() {}

    /** Commands only; one undo is answered and one is not. */
    static Saga<Purchase> byCommands() {
        return packing(reserving(named("by-commands").deadline(Duration.ofMinutes(5))))
                .pivot("confirm", purchase -> {})
                .command("ship", "Shipping", purchase -> new Ship(purchase.id()))
                .answeredBy(Shipped.class, (purchase, shipped) -> purchase.with(shipped.track()))
                .answerWithin(WITHIN)
                .publish("tell", "Purchase", purchase -> new Told(purchase.id()))
                .build();
    }

    /** Calls only; one has a probe, one has not, and one is after the pivot. */
    static Saga<Purchase> byCalls() {
        CallSteps<Purchase, String> authorised = authorising(named("by-calls").deadline(Duration.ofMinutes(5)));
        return authorised
                .probe((purchase, attempt) -> Probe.unknown())
                .<String>call("hold", (purchase, attempt) -> "held", Purchase::with)
                .rejectedBy(Declined.class, (purchase, refusal) -> purchase.with("not held"))
                .settlesWithin(WITHIN)
                .undo((purchase, attempt) -> {})
                .pivot("confirm", purchase -> {})
                .<String>call("capture", (purchase, attempt) -> "captured", Purchase::with)
                .probe((purchase, attempt) -> Probe.unknown())
                .build();
    }

    /** All kinds of steps, and no pivot. */
    static Saga<Purchase> mixed(LocalAction<Purchase> booking) {
        SagaSteps<Purchase> booked =
                named("mixed").local("book", booking).undo(purchase -> {}).deadline(Duration.ofMinutes(5));
        return packing(authorising(reserving(booked)))
                .local("count", purchase -> 1, (purchase, count) -> purchase.with("counted " + count))
                .whenUndone(purchase -> {})
                .build();
    }

    private static SagaSteps<Purchase> named(String name) {
        return Saga.named(name, Purchase.class);
    }

    private static CommandSteps<Purchase> reserving(SagaSteps<Purchase> steps) {
        return steps.command("reserve", "Stock", purchase -> new Reserve(purchase.id()))
                .answeredBy(Reserved.class, (purchase, reserved) -> purchase.with(reserved.place()))
                .rejectedBy(OutOfStock.class, (purchase, refusal) -> purchase.with(refusal.reason()))
                .answerWithin(WITHIN)
                .undo(purchase -> new Release(purchase.id()))
                .undoneBy(Released.class);
    }

    private static CommandSteps<Purchase> packing(SagaSteps<Purchase> steps) {
        return steps.command("pack", "Packing", purchase -> new Pack(purchase.id()))
                .answeredBy(Packed.class, (purchase, packed) -> purchase.with(packed.box()))
                .answerWithin(WITHIN)
                .undo(purchase -> new Unpack(purchase.id()));
    }

    private static CallSteps<Purchase, String> authorising(SagaSteps<Purchase> steps) {
        return steps.<String>call("authorise", (purchase, attempt) -> "authorised", Purchase::with)
                .rejectedBy(Declined.class, (purchase, refusal) -> purchase.with("declined"))
                .retry(Retry.exponential(Duration.ofSeconds(1), Duration.ofSeconds(30))
                        .forAtMost(Duration.ofMinutes(3)))
                .undo((purchase, attempt) -> {});
    }
}
