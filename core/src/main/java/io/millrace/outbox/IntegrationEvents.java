package io.millrace.outbox;

import io.millrace.event.EventTypes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which domain events leave a service, and as what. A domain event without a mapping stays in the store.
 *
 * <p>{@snippet :
 * IntegrationEvents.of(EventTypes.of(contracts.OrderCreated.class))
 *         .on(OrderEvent.OrderCreated.class, e -> new contracts.OrderCreated(e.orderId(), e.total()));
 * }
 */
public final class IntegrationEvents {

    private final EventTypes contracts;
    private final Map<Class<?>, Function<Object, @Nullable Object>> mappings;

    private IntegrationEvents(EventTypes contracts, Map<Class<?>, Function<Object, @Nullable Object>> mappings) {
        this.contracts = contracts;
        this.mappings = mappings;
    }

    /** @param contracts the integration events, a registry apart from that of the domain events */
    public static IntegrationEvents of(EventTypes contracts) {
        return new IntegrationEvents(contracts, Map.of());
    }

    /**
     * As this, with one more domain event that leaves.
     *
     * @param mapping returns null for an event that stays after all; where it throws, the relay parks the event
     */
    @SuppressWarnings("unchecked")
    public <E> IntegrationEvents on(Class<E> domainEvent, Function<? super E, ? extends @Nullable Object> mapping) {
        Map<Class<?>, Function<Object, @Nullable Object>> all = new LinkedHashMap<>(mappings);
        all.put(domainEvent, (Function<Object, @Nullable Object>) (Function<?, ?>) mapping);
        return new IntegrationEvents(contracts, all);
    }

    public EventTypes contracts() {
        return contracts;
    }

    Set<Class<?>> mapped() {
        return mappings.keySet();
    }

    Optional<Object> map(Object domainEvent) {
        Function<Object, @Nullable Object> mapping = mappings.get(domainEvent.getClass());
        return mapping == null ? Optional.empty() : Optional.ofNullable(mapping.apply(domainEvent));
    }
}
