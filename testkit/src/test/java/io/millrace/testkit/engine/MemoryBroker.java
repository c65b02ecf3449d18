package io.millrace.testkit.engine;

import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.PublishRefusedException;
import io.millrace.outbox.Publisher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A broker as a list. It keeps the order of a key as {@link Publisher} promises; what it answers is up to the test. */
final class MemoryBroker {

    static final CompletableFuture<?> YES = CompletableFuture.completedFuture(null);

    private final List<OutgoingMessage> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    /** Opens a publisher; a message is taken when its answer comes. */
    Publisher answering(Function<OutgoingMessage, CompletionStage<?>> answer) {
        opened.incrementAndGet();
        return new Connection(answer);
    }

    static CompletionStage<?> refusal() {
        return CompletableFuture.failedFuture(new PublishRefusedException("too large", null));
    }

    List<OutgoingMessage> taken() {
        return taken;
    }

    int opened() {
        return opened.get();
    }

    int closed() {
        return closed.get();
    }

    List<Integer> numbers(String key) {
        return numbers("Counter", key);
    }

    List<Integer> numbers(String aggregateType, String key) {
        return taken.stream()
                .filter(message -> message.aggregateType().equals(aggregateType))
                .filter(message -> message.key().equals(key))
                .map(Counted::numberOf)
                .toList();
    }

    /** The numbers of the key in the order in which each arrived for the first time. */
    List<Integer> firstNumbers(String key) {
        return numbers(key).stream().distinct().toList();
    }

    private final class Connection implements Publisher {

        private final Function<OutgoingMessage, CompletionStage<?>> answer;
        private final Map<String, CompletionStage<?>> lastOfKey = new HashMap<>();

        Connection(Function<OutgoingMessage, CompletionStage<?>> answer) {
            this.answer = answer;
        }

        @Override
        public CompletionStage<?> publish(OutgoingMessage message) {
            String key = message.aggregateType() + "/" + message.key();
            CompletionStage<?> outcome = lastOfKey.getOrDefault(key, YES).thenCompose(before -> answer.apply(message)
                    .thenApply(done -> taken.add(message)));
            lastOfKey.put(key, outcome.handle((done, failure) -> {
                if (failure != null && !isRefusal(failure)) {
                    throw new CompletionException(failure);
                }
                return done;
            }));
            return outcome;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PublishRefusedException || failure.getCause() instanceof PublishRefusedException;
    }
}
