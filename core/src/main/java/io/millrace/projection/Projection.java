package io.millrace.projection;

import io.millrace.consumer.BatchHandler;
import io.millrace.consumer.Received;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A read model as a value: its name, its version, and how events are folded into it.
 *
 * <p>Events are folded into a batch in memory, and the batch is written once, in the transaction that also moves
 * the checkpoint or fills the inbox. Fed from a log by {@link ProjectionRunner}, or from topics as the handler of
 * an {@link io.millrace.consumer.EventConsumer}.
 *
 * <p>{@snippet :
 * Projection.named("order-list").version(1)
 *         .folding(OrderRows::new, rows -> rows.writeTo(jdbc))
 *         .on(OrderCreated.class, (rows, received) -> rows.add(received.event()));
 * }
 *
 * @param <B> the batch, made anew for each transaction
 */
public final class Projection<B> implements BatchHandler {

    /** Takes an event into the batch. */
    @FunctionalInterface
    public interface Fold<B, E> {
        void apply(B batch, Received<E> received);
    }

    /** A projection that has a name and a version but no model yet. */
    public record Named(String name, int version) {

        public Named version(int version) {
            return new Named(name, version);
        }

        /**
         * @param start makes an empty batch
         * @param write writes it in the active transaction, with as few statements as it can
         */
        public <B> Projection<B> folding(Supplier<B> start, Consumer<B> write) {
            return new Projection<>(this, start, write, Map.of());
        }
    }

    private final Named named;
    private final Supplier<B> start;
    private final Consumer<B> write;
    private final Map<Class<?>, Fold<B, Object>> folds;

    private Projection(Named named, Supplier<B> start, Consumer<B> write, Map<Class<?>, Fold<B, Object>> folds) {
        this.named = named;
        this.start = start;
        this.write = write;
        this.folds = folds;
    }

    /** Version 1 of a projection; name and version are durable and key its checkpoint. */
    public static Named named(String name) {
        return new Named(name, 1);
    }

    @SuppressWarnings("unchecked")
    public <E> Projection<B> on(Class<E> type, Fold<? super B, E> fold) {
        Map<Class<?>, Fold<B, Object>> all = new LinkedHashMap<>(folds);
        if (all.put(type, (Fold<B, Object>) (Fold<?, ?>) fold) != null) {
            throw new IllegalArgumentException("two folds for " + type.getName() + " in projection " + named.name());
        }
        return new Projection<>(named, start, write, all);
    }

    /** Its durable name with its version, such as {@code order-list-v1}. */
    public String name() {
        return named.name() + "-v" + named.version();
    }

    @Override
    public Set<Class<?>> types() {
        return folds.keySet();
    }

    @Override
    @SuppressWarnings("unchecked")
    public void handle(List<Received<?>> events) {
        B batch = start.get();
        for (Received<?> received : events) {
            Fold<B, Object> fold = folds.get(received.event().getClass());
            if (fold != null) {
                fold.apply(batch, (Received<Object>) received);
            }
        }
        write.accept(batch);
    }
}
