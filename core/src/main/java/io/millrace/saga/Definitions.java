package io.millrace.saga;

import io.millrace.event.EventTypes;
import io.millrace.saga.SagaInstance.Identity;
import io.millrace.saga.SagaStore.Version;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sagas that this process knows, several versions of one among them. Immutable. */
final class Definitions {

    private final Map<Version, SagaMachine<?>> machines = new LinkedHashMap<>();
    private final Map<Class<?>, Set<String>> takers = new HashMap<>();

    Definitions(Collection<Saga<?>> sagas, EventTypes types) {
        for (Saga<?> saga : sagas) {
            if (machines.put(version(saga), new SagaMachine<>(saga)) != null) {
                throw new IllegalArgumentException("version %d of saga '%s' is there twice: raise the version of one"
                        .formatted(saga.version(), saga.name()));
            }
            for (Class<?> message : saga.messages()) {
                types.definitionOf(message);
                takers.computeIfAbsent(message, type -> new LinkedHashSet<>()).add(saga.name());
            }
        }
    }

    static Version version(Saga<?> saga) {
        return new Version(saga.name(), saga.version());
    }

    Set<Version> versions() {
        return machines.keySet();
    }

    Collection<SagaMachine<?>> machines() {
        return machines.values();
    }

    /** The machine of an instance's version, if this process knows it. */
    Optional<SagaMachine<?>> of(Identity identity) {
        return Optional.ofNullable(machines.get(new Version(identity.name(), identity.version())));
    }

    /** The machine of that very definition. */
    @SuppressWarnings("unchecked")
    <S extends Record> SagaMachine<S> of(Saga<S> saga) {
        @Nullable SagaMachine<?> machine = machines.get(version(saga));
        if (machine == null || machine.saga() != saga) {
            throw new IllegalArgumentException("saga '%s' in version %d is not registered: give it to Sagas.of"
                    .formatted(saga.name(), saga.version()));
        }
        return (SagaMachine<S>) machine;
    }

    Set<Class<?>> messages() {
        return takers.keySet();
    }

    /** The sagas that take messages of the type in. */
    Set<String> takersOf(Class<?> message) {
        return takers.getOrDefault(message, Set.of());
    }
}
