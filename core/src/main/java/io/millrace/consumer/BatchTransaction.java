package io.millrace.consumer;

import io.millrace.consumer.MessageReader.Decoded;
import io.millrace.consumer.MessageReader.Reading;
import io.millrace.consumer.MessageReader.Skipped;
import io.millrace.consumer.MessageReader.Unreadable;
import io.millrace.deadletter.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Messages, their inbox rows and their effects in one transaction. What can't be read is parked, and what comes after
 * a parked message of its key is held.
 */
final class BatchTransaction {

    /** What became of a batch. */
    record Outcome(int handled, int duplicates, int skipped, int parked, int held) {}

    private final ConsumerEnvironment environment;
    private final MessageReader reader;
    private final Parking parking;
    private final WaitingKeys waiting;
    private final Handling handling;

    BatchTransaction(
            ConsumerEnvironment environment,
            MessageReader reader,
            Parking parking,
            WaitingKeys waiting,
            Handling handling) {
        this.environment = environment;
        this.reader = reader;
        this.parking = parking;
        this.waiting = waiting;
        this.handling = handling;
    }

    /** @param hold runs first in the transaction */
    Outcome commit(List<IncomingMessage> batch, Runnable hold) {
        List<Reading> wanted = new ArrayList<>();
        for (IncomingMessage message : batch) {
            Reading reading = reader.read(message);
            if (!(reading instanceof Skipped)) {
                wanted.add(reading);
            }
        }
        int skipped = batch.size() - wanted.size();
        if (wanted.isEmpty()) {
            return new Outcome(0, 0, skipped, 0, 0);
        }
        return environment.transactions().call(() -> {
            hold.run();
            return handle(wanted, skipped);
        });
    }

    private Outcome handle(List<Reading> wanted, int skipped) {
        List<Decoded> readable = new ArrayList<>();
        Set<String> held = waiting.held(keysOf(wanted));
        int parked = 0;
        int holding = 0;
        for (Reading reading : wanted) {
            String key = reading.message().key();
            if (key != null && held.contains(key)) {
                parking.hold(reading.message());
                holding++;
            } else if (reading instanceof Decoded decoded) {
                readable.add(decoded);
            } else if (reading instanceof Unreadable unreadable) {
                park(unreadable, held);
                parked++;
            }
        }
        ClaimedBatch claimed = handling.claim(readable);
        claimed.outside().forEach(old -> parking.parkAlone(old.message(), Failure.of(old.cause())));
        handling.run(claimed.fresh());
        int handled = claimed.fresh().size();
        int outside = claimed.outside().size();
        return new Outcome(handled, readable.size() - handled - outside, skipped, parked + outside, holding);
    }

    private void park(Unreadable unreadable, Set<String> held) {
        IncomingMessage message = unreadable.message();
        parking.park(message, Failure.of(unreadable.cause()), 1);
        if (message.key() != null) {
            waiting.add(message.key());
            held.add(message.key());
        }
    }

    /** Parks a message that failed by itself, in a transaction of its own. */
    void park(IncomingMessage message, Throwable cause, int attempts, Runnable hold) {
        environment.transactions().run(() -> {
            hold.run();
            parking.park(message, Failure.of(cause), attempts);
            if (message.key() != null) {
                waiting.add(message.key());
            }
        });
    }

    /** Whether handling the message shows how the handler does: it can be read, and waits for nothing. */
    boolean isTelling(IncomingMessage message) {
        String key = message.key();
        return (key == null || !waiting.mayWait(key)) && reader.read(message) instanceof Decoded;
    }

    private static List<String> keysOf(List<Reading> readings) {
        return readings.stream()
                .map(reading -> reading.message().key())
                .filter(Objects::nonNull)
                .toList();
    }
}
