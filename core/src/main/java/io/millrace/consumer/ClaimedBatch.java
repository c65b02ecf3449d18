package io.millrace.consumer;

import io.millrace.consumer.MessageReader.Decoded;
import io.millrace.consumer.MessageReader.Unreadable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What of a batch is to be handled now, each event once, and what is too old for the inbox; the others were handled
 * before.
 */
record ClaimedBatch(List<Received<?>> fresh, List<Unreadable> outside) {

    static final ClaimedBatch NOTHING = new ClaimedBatch(List.of(), List.of());

    static ClaimedBatch of(List<Decoded> batch, String consumer, Inbox inbox) {
        if (batch.isEmpty()) {
            return NOTHING;
        }
        Claims claims = inbox.claim(
                consumer,
                batch.stream().map(decoded -> claim(decoded.received())).toList());
        Set<UUID> unseen = new HashSet<>(claims.fresh());
        List<Received<?>> fresh = new ArrayList<>(unseen.size());
        List<Unreadable> outside = new ArrayList<>();
        for (Decoded decoded : batch) {
            EventClaim event = claim(decoded.received());
            if (unseen.remove(event.eventId())) {
                fresh.add(decoded.received());
            } else if (claims.outside().contains(event.eventId())) {
                outside.add(new Unreadable(decoded.message(), new OutsideWindowException(consumer, event)));
            }
        }
        return new ClaimedBatch(fresh, outside);
    }

    private static EventClaim claim(Received<?> received) {
        return EventClaim.of(received.metadata());
    }
}
