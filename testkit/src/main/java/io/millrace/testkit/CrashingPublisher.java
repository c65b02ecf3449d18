package io.millrace.testkit;

import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.Publisher;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Passes {@code NAME.before-send} and, once the broker has acknowledged, {@code NAME.after-send}. */
public record CrashingPublisher(String name, Publisher publisher) implements Publisher {

    @Override
    public CompletionStage<?> publish(OutgoingMessage message) {
        CrashPoint.reached(name + ".before-send");
        return publisher.publish(message).thenApply(acknowledged -> {
            CrashPoint.reached(name + ".after-send");
            return acknowledged;
        });
    }

    @Override
    public Optional<String> trouble() {
        return publisher.trouble();
    }

    @Override
    public void close() {
        publisher.close();
    }
}
