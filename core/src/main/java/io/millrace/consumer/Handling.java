package io.millrace.consumer;

import io.millrace.consumer.MessageReader.Decoded;
import java.util.List;

/** Claims events in the inbox and runs the handler for those that are new, in the caller's transaction. */
final class Handling {

    private final EventConsumer consumer;
    private final Inbox inbox;
    private final TimeLimit limit;

    Handling(EventConsumer consumer, Inbox inbox, TimeLimit limit) {
        this.consumer = consumer;
        this.inbox = inbox;
        this.limit = limit;
    }

    ClaimedBatch claim(List<Decoded> decoded) {
        return ClaimedBatch.of(decoded, consumer.name(), inbox);
    }

    void run(List<Received<?>> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        if (!consumer.handlesSingleEvents()) {
            handle(fresh);
            return;
        }
        for (Received<?> received : fresh) {
            limit.progress();
            handle(List.of(received));
        }
        limit.progress();
    }

    private void handle(List<Received<?>> events) {
        try {
            consumer.handler().handle(events);
        } catch (Exception e) {
            throw HandlerException.of(e);
        }
    }
}
