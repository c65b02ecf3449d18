package io.millrace.event;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The closed registry of an application's event types: only what is listed here is ever written or read, and no
 * stored name or wire header chooses a class.
 *
 * <p>Built once from sealed interfaces and records; what can't work is refused then, with the remedy. Immutable.
 */
public final class EventTypes {

    private static final int LONGEST_NAME = 100;

    /** A registered type. */
    public record Definition(String name, int version, Class<?> type) {}

    private final Map<String, Definition> byName = new HashMap<>();
    private final Map<Class<?>, Definition> byClass = new HashMap<>();
    private final Map<String, Map<Integer, Upcaster>> upcasters = new HashMap<>();

    private EventTypes(Collection<Class<?>> roots, Collection<Upcaster> upcasters) {
        roots.forEach(this::register);
        upcasters.forEach(this::register);
        byName.values().forEach(this::requireUpcasters);
    }

    /** A registry of the given records and of all records that the given sealed interfaces permit. */
    public static EventTypes of(Class<?>... roots) {
        return of(List.of(roots), List.of());
    }

    /**
     * As {@link #of(Class...)}, with upcasters from older versions.
     *
     * @throws IllegalArgumentException naming the class, what is wrong with it and how to put it right
     */
    public static EventTypes of(Collection<Class<?>> roots, Collection<Upcaster> upcasters) {
        return new EventTypes(roots, upcasters);
    }

    /** The definition of a class, or {@link UnknownEventTypeException}. */
    public Definition definitionOf(Class<?> type) {
        Definition definition = byClass.get(type);
        if (definition == null) {
            throw new UnknownEventTypeException(type.getName());
        }
        return definition;
    }

    /** The definition under a durable name. */
    public Optional<Definition> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Definition> all() {
        return List.copyOf(byName.values());
    }

    /** Fresh metadata for an event that occurs now, in the current {@link EventContext}. */
    public EventMetadata describe(Object event, Clock clock) {
        return describe(event, EventIds.next(), clock);
    }

    /** As {@link #describe(Object, Clock)}, under an id that the caller chose, so that a repeat can be recognised. */
    public EventMetadata describe(Object event, UUID eventId, Clock clock) {
        return EventContext.current()
                .describe(
                        eventId, definitionOf(event.getClass()), clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** The upcasters from the version up to the newest one, in order. */
    List<Upcaster> from(Definition definition, int version) {
        List<Upcaster> chain = new ArrayList<>();
        for (int v = version; v < definition.version(); v++) {
            Upcaster next = upcasters.getOrDefault(definition.name(), Map.of()).get(v);
            if (next == null) {
                throw new EventFormatException(
                        "event type '%s' has no upcaster from version %d".formatted(definition.name(), v));
            }
            chain.add(next);
        }
        return chain;
    }

    private void register(Class<?> type) {
        if (type.isInterface() && type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                register(permitted);
            }
            return;
        }
        require(type.isRecord(), type, "is neither a record nor a sealed interface", "make it a record");
        @Nullable EventType name = type.getAnnotation(EventType.class);
        if (name == null) {
            throw refusal(type, "has no durable name", "annotate it with @EventType(\"" + type.getSimpleName() + "\")");
        }
        require(
                !name.value().isBlank() && name.value().length() <= LONGEST_NAME,
                type,
                "has a name that is blank or longer than " + LONGEST_NAME,
                "choose a shorter one");
        require(name.version() >= 1, type, "has version " + name.version(), "count versions from 1");
        Definition definition = new Definition(name.value(), name.version(), type);
        Definition other = byName.putIfAbsent(name.value(), definition);
        require(
                other == null || other.type() == type,
                type,
                "has the durable name '" + name.value() + "' of another class",
                "give each event type a name of its own");
        byClass.put(type, definition);
    }

    private void register(Upcaster upcaster) {
        Definition definition = byName.get(upcaster.type());
        if (definition == null || upcaster.fromVersion() >= definition.version()) {
            throw new IllegalArgumentException(
                    "the upcaster of '%s' from version %d leads nowhere: raise the version on the record"
                            .formatted(upcaster.type(), upcaster.fromVersion()));
        }
        upcasters.computeIfAbsent(upcaster.type(), name -> new HashMap<>()).put(upcaster.fromVersion(), upcaster);
    }

    private void requireUpcasters(Definition definition) {
        for (int version = 1; version < definition.version(); version++) {
            require(
                    upcasters.getOrDefault(definition.name(), Map.of()).containsKey(version),
                    definition.type(),
                    "has version " + definition.version() + " and no upcaster from version " + version,
                    "register an Upcaster(\"" + definition.name() + "\", " + version + ", ...)");
        }
    }

    private static void require(boolean holds, Class<?> type, String problem, String remedy) {
        if (!holds) {
            throw refusal(type, problem, remedy);
        }
    }

    private static IllegalArgumentException refusal(Class<?> type, String problem, String remedy) {
        return new IllegalArgumentException("event class %s %s: %s".formatted(type.getName(), problem, remedy));
    }
}
