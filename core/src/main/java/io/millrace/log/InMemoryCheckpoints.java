package io.millrace.log;

import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Checkpoints in memory; leases expire by the clock given. */
public final class InMemoryCheckpoints implements Checkpoints {

    private static final String NOBODY = "";

    private record Lane(String owner, long position) {}

    private record State(List<Lane> lanes, Map<String, Instant> members) {}

    private final InMemoryTransactions transactions;
    private final InMemoryTable<String, State> subscriptions;
    private final Clock clock;

    public InMemoryCheckpoints(InMemoryTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.subscriptions = new InMemoryTable<>(transactions);
        this.clock = clock;
    }

    @Override
    public Lease join(String subscription, int lanes, Duration duration) {
        Lease lease = new Lease(subscription, UUID.randomUUID().toString(), duration);
        transactions.callApart(() -> {
            subscriptions.lock(subscription);
            State state = subscriptions.get(subscription).orElseGet(() -> fresh(lanes));
            if (state.lanes().size() != lanes) {
                throw new IllegalStateException("subscription %s has %d lanes, not %d"
                        .formatted(subscription, state.lanes().size(), lanes));
            }
            Map<String, Instant> members = new HashMap<>(state.members());
            members.put(lease.owner(), clock.instant().plus(duration));
            subscriptions.put(subscription, new State(state.lanes(), members));
            return lease;
        });
        return lease;
    }

    private static State fresh(int lanes) {
        return new State(
                IntStream.range(0, lanes).mapToObj(lane -> new Lane(NOBODY, 0)).toList(), Map.of());
    }

    @Override
    public Share renew(Lease lease) {
        return transactions.callApart(() -> {
            State state = held(lease);
            Map<String, Instant> members = new HashMap<>(state.members());
            members.values().removeIf(until -> !clock.instant().isBefore(until));
            members.put(lease.owner(), clock.instant().plus(lease.duration()));
            List<Lane> lanes = state.lanes().stream()
                    .map(lane -> members.containsKey(lane.owner()) ? lane : new Lane(NOBODY, lane.position()))
                    .toList();
            int fair = Math.ceilDiv(lanes.size(), members.size());
            int own = (int) lanes.stream()
                    .filter(lane -> lane.owner().equals(lease.owner()))
                    .count();
            Map<Integer, Long> taken = new HashMap<>();
            IntStream.range(0, lanes.size())
                    .filter(lane -> lanes.get(lane).owner().equals(NOBODY))
                    .limit(Math.max(0, fair - own))
                    .forEach(lane -> taken.put(lane, lanes.get(lane).position()));
            put(lease, give(lanes, taken.keySet(), lease.owner()), members);
            return new Share(taken, Math.max(0, own - fair));
        });
    }

    @Override
    public long position(String subscription) {
        return subscriptions.get(subscription).stream()
                .flatMap(state -> state.lanes().stream())
                .mapToLong(Lane::position)
                .min()
                .orElse(0);
    }

    @Override
    public void advance(Lease lease, Map<Integer, Long> positions) {
        transactions.run(() -> {
            State state = held(lease);
            List<Lane> moved = IntStream.range(0, state.lanes().size())
                    .mapToObj(number -> {
                        Lane lane = state.lanes().get(number);
                        long position = positions.getOrDefault(number, 0L);
                        return lane.owner().equals(lease.owner())
                                ? new Lane(lane.owner(), Math.max(position, lane.position()))
                                : lane;
                    })
                    .toList();
            put(lease, moved, state.members());
        });
    }

    @Override
    public void release(Lease lease, Set<Integer> lanes) {
        transactions.run(() -> {
            State state = held(lease);
            put(lease, give(state.lanes(), lanes, NOBODY), state.members());
        });
    }

    @Override
    public void leave(Lease lease) {
        transactions.run(() -> {
            subscriptions.lock(lease.subscription());
            subscriptions.get(lease.subscription()).ifPresent(state -> {
                List<Lane> lanes = state.lanes().stream()
                        .map(lane -> lane.owner().equals(lease.owner()) ? new Lane(NOBODY, lane.position()) : lane)
                        .toList();
                Map<String, Instant> members = new HashMap<>(state.members());
                members.remove(lease.owner());
                put(lease, lanes, members);
            });
        });
    }

    private State held(Lease lease) {
        subscriptions.lock(lease.subscription());
        return subscriptions
                .get(lease.subscription())
                .filter(state -> clock.instant().isBefore(state.members().getOrDefault(lease.owner(), Instant.MIN)))
                .orElseThrow(() -> new LeaseLostException(lease));
    }

    private void put(Lease lease, List<Lane> lanes, Map<String, Instant> members) {
        subscriptions.put(lease.subscription(), new State(lanes, members));
    }

    private static List<Lane> give(List<Lane> lanes, Set<Integer> given, String owner) {
        return IntStream.range(0, lanes.size())
                .mapToObj(number -> given.contains(number)
                        ? new Lane(owner, lanes.get(number).position())
                        : lanes.get(number))
                .toList();
    }
}
