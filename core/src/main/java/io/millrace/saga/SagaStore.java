package io.millrace.saga;

import io.millrace.event.EventMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where sagas are kept. Times are those of the store's own clock, so nodes whose clocks differ agree on what is due.
 *
 * <p>What says that it joins needs an active transaction. Instances are locked in the order of their ids, so that
 * transactions that lock several never wait for each other in a circle. Safe for use by many threads.
 */
public interface SagaStore {

    /** A version of a definition. */
    record Version(String name, int version) {}

    /** Instances that are locked until the transaction ends, and the time. */
    record Locked(Instant now, List<SagaInstance> instances) {}

    /**
     * The right to record the outcome of a call, until somebody else takes the instance over.
     *
     * @param epoch raised whenever the instance is leased
     */
    record Lease(UUID saga, long epoch) {}

    /**
     * A message under a saga's key that could not be applied, or that meant nothing.
     *
     * @param payload JSON of the type and version in the metadata
     */
    record KeptMessage(String saga, String key, EventMetadata metadata, String payload, Keeping keeping) {

        public KeptMessage as(Keeping why) {
            return new KeptMessage(saga, key, metadata, payload, why);
        }
    }

    /**
     * What a process can take in.
     *
     * @param versions of sagas
     * @param events types with the newest version that it can read of each
     */
    record Understood(Set<Version> versions, Map<String, Integer> events) {}

    /** Why a message is kept. */
    enum Keeping {
        /** There is no such saga yet. */
        EARLY,
        /** It is applied when the saga goes on, or where its version is known. */
        WAITING,
        /** The saga had ended, or had turned back from the step. A record only. */
        LATE,
        /** It said nothing new. A record only. */
        IGNORED
    }

    /**
     * How all instances stand.
     *
     * @param suspended how many wait for a person
     * @param late for how long the first that is due has waited, put off or not, of those that nobody works on
     */
    record Standing(long suspended, Duration late) {}

    /**
     * What the operator looks for.
     *
     * @param statuses one of them, or any if there is none
     */
    record Filter(
            @Nullable String name,
            Set<SagaStatus> statuses,
            @Nullable Duration unchangedFor) {

        public Filter {
            statuses = Set.copyOf(statuses);
        }
    }

    /** The time of its clock. */
    Instant now();

    // definitions

    /**
     * Records the definition, or says that it is still known.
     *
     * @throws IllegalStateException if the version was recorded with another fingerprint
     */
    void register(Saga<?> saga);

    /** Says that this process knows the versions now; call it again well within the time after which they are gone. */
    void seen(Set<Version> versions);

    // instances

    /** Locks the instances of the saga under the keys that exist. Joins. */
    Locked lock(String name, Collection<String> keys);

    /**
     * Stores a new instance with its first journal entry, unless one with its name and key exists; returns whether it
     * did. What was kept early for it can be applied from then on. Waits for a transaction that stores the same, or that
     * keeps something early for it. Joins.
     */
    boolean insert(JournalEntry started);

    /**
     * Locks instances of the versions that are due and neither leased nor locked by others, the longest due first.
     * Joins; the transaction is {@link #limit limited}.
     */
    Locked due(Set<Version> versions, int limit, Duration atMost);

    /**
     * Has the store end the active transaction if it stands idle for the time, and fail it if one of its statements takes
     * so long. Joins.
     */
    void limit(Duration atMost);

    /** From now on statements of the active transaction may take their time, but not wait so long for a lock. Joins. */
    void liftStatementLimit();

    /**
     * Stores transitions, several of an instance in their order. A lease stands on unless it has run out. Joins.
     *
     * @throws StaleSagaException if an instance has another revision than the one before its first transition
     */
    void save(Collection<JournalEntry> entries);

    /** Leases instances that the transaction has locked, each under a new epoch. Joins. */
    List<Lease> lease(Collection<UUID> sagas, String node, Duration time);

    /**
     * Prolongs leases, but not of instances that somebody has locked just now; returns all that still stand. In a
     * transaction of its own, which waits for nobody.
     */
    List<Lease> renew(Collection<Lease> leases, Duration time);

    /** Ends the lease and locks its instance, unless the lease was taken over or ended before. Joins. */
    Optional<Locked> hold(Lease lease);

    /** Sets when the locked instances, which have not changed, are due again. Joins. */
    void postpone(Collection<UUID> sagas, @Nullable Instant wakeAt);

    /**
     * Lets the locked instances, which are due, wait for as long again as a tenth of the time that they have been due, and
     * within the bounds. They are late all the while, until they change or are postponed. Joins.
     */
    void putOff(Collection<UUID> sagas, Duration atLeast, Duration atMost);

    // messages

    /**
     * Keeps messages, each once for its event id and saga. What is early waits for a transaction that stores its
     * instance, and is then WAITING. Joins.
     */
    void keep(Collection<KeptMessage> messages);

    /**
     * Takes out messages that may be applied now, in the order of their arrival: waiting ones of instances that are not
     * suspended, unless they or one before them of the same instance are for others to read. Joins.
     */
    List<KeptMessage> applicable(Understood readable, int limit);

    // versions that are gone

    /** Locks instances that have not ended and are not suspended, of versions that nobody has seen for the time. Joins. */
    Locked orphans(Duration unseenFor, int limit);

    /** Locks instances of the versions that are suspended for the reason. Joins. */
    Locked suspendedFor(String reason, Set<Version> versions, int limit);

    // queries, in the active transaction or outside of one

    Optional<SagaInstance> find(String name, String key);

    Optional<SagaInstance> find(UUID saga);

    /** The journal, in the order of the revisions. */
    List<JournalEntry> history(UUID saga);

    /** Instances, those that changed last first. */
    List<SagaInstance> list(Filter filter, int limit);

    Standing standing();

    /** Those of the instances that have ended. */
    List<SagaInstance> ended(Collection<UUID> sagas);

    /** Forgets instances that ended before that time ago, with their journal, and kept messages as old; returns how many. */
    int forget(Duration endedBefore, int limit);
}
