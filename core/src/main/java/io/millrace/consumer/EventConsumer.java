package io.millrace.consumer;

import io.millrace.event.EventContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A consumer as a value: its name, the topics it reads and what it does with each type. The name is durable: it
 * keys the inbox and the broker's consumer group, so each name gets everything once.
 *
 * <p>{@snippet :
 * EventConsumer.named("email-service")
 *         .topic("marketplace.order")
 *         .on(OrderCreated.class, received -> mails.confirm(received.event()));
 * }
 */
public final class EventConsumer {

    private final String name;
    private final List<String> topics;
    private final BatchHandler handler;
    private final int largestBatch;

    private EventConsumer(String name, List<String> topics, BatchHandler handler, int largestBatch) {
        this.name = name;
        this.topics = List.copyOf(topics);
        this.handler = handler;
        this.largestBatch = largestBatch;
    }

    public static EventConsumer named(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "a consumer's name has 1 to 100 letters, digits, dots, dashes or underscores: " + name);
        }
        return new EventConsumer(name, List.of(), new OneByOne(Map.of()), Integer.MAX_VALUE);
    }

    public EventConsumer topic(String topic) {
        List<String> all = new ArrayList<>(topics);
        all.add(topic);
        return new EventConsumer(name, all, handler, largestBatch);
    }

    /** Handles the type one event at a time; a second handler for the same type is refused. */
    public <E> EventConsumer on(Class<E> type, EventHandler<? super E> handler) {
        if (!(this.handler instanceof OneByOne handlers)) {
            throw new IllegalStateException("consumer '" + name + "' already handles whole batches");
        }
        return new EventConsumer(name, topics, handlers.with(type, handler), largestBatch);
    }

    /** Handles everything with one batch handler, such as a projection. */
    public EventConsumer handledBy(BatchHandler handler) {
        if (!this.handler.types().isEmpty()) {
            throw new IllegalStateException("consumer '" + name + "' already handles single events");
        }
        return new EventConsumer(name, topics, handler, largestBatch);
    }

    /**
     * Gives each event a transaction of its own. For effects outside the database: a crash or a failure then
     * repeats one of them at most, not those of a whole batch.
     */
    public EventConsumer eachInItsOwnTransaction() {
        return new EventConsumer(name, topics, handler, 1);
    }

    public String name() {
        return name;
    }

    public List<String> topics() {
        return topics;
    }

    public BatchHandler handler() {
        return handler;
    }

    /** Whether its handlers take one event at a time, so that each has its own time to do so. */
    boolean handlesSingleEvents() {
        return handler instanceof OneByOne;
    }

    /** How many events share a transaction at the most. */
    public int largestBatch() {
        return largestBatch;
    }

    private record OneByOne(Map<Class<?>, EventHandler<Object>> handlers) implements BatchHandler {

        @SuppressWarnings("unchecked")
        <E> OneByOne with(Class<E> type, EventHandler<? super E> handler) {
            Map<Class<?>, EventHandler<Object>> all = new LinkedHashMap<>(handlers);
            if (all.put(type, (EventHandler<Object>) (EventHandler<?>) handler) != null) {
                throw new IllegalArgumentException("two handlers for " + type.getName() + " in one consumer");
            }
            return new OneByOne(all);
        }

        @Override
        public Set<Class<?>> types() {
            return handlers.keySet();
        }

        @Override
        @SuppressWarnings("unchecked")
        public void handle(List<Received<?>> events) throws Exception {
            for (Received<?> received : events) {
                EventHandler<Object> handler = handlers.get(received.event().getClass());
                if (handler != null) {
                    handle(handler, (Received<Object>) received);
                }
            }
        }

        private static void handle(EventHandler<Object> handler, Received<Object> received) throws Exception {
            EventContext.causedBy(received.metadata()).run(() -> {
                try {
                    handler.handle(received);
                } catch (Exception e) {
                    throw HandlerException.of(e);
                }
            });
        }
    }
}
