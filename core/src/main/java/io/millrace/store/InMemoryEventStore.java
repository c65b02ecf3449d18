package io.millrace.store;

import io.millrace.event.EventCodec;
import io.millrace.event.EventMetadata;
import io.millrace.log.InMemoryLog;
import io.millrace.log.Log;
import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An event store in memory, for unit tests. */
public final class InMemoryEventStore implements EventStore {

    private final InMemoryTransactions transactions;
    private final EventCodec codec;
    private final InMemoryTable<StreamId, List<RecordedEvent>> streams;
    private final InMemoryLog<RecordedEvent> log;

    public InMemoryEventStore(InMemoryTransactions transactions, EventCodec codec) {
        this.transactions = transactions;
        this.codec = codec;
        this.streams = new InMemoryTable<>(transactions);
        this.log = new InMemoryLog<>(transactions, Clock.systemUTC());
    }

    @Override
    public Appended append(StreamId stream, ExpectedVersion expected, List<NewEvent> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("an append has at least one event: stream " + stream);
        }
        List<String> texts =
                events.stream().map(event -> codec.encode(event.payload())).toList();
        return transactions.call(() -> {
            streams.lock(stream);
            List<RecordedEvent> recorded = new ArrayList<>(load(stream, 0));
            if (recorded.size() != expected.value()) {
                return first(stream, expected, events, recorded);
            }
            for (int i = 0; i < events.size(); i++) {
                recorded.add(record(stream, recorded.size() + 1L, events.get(i).metadata(), texts.get(i)));
            }
            streams.put(stream, List.copyOf(recorded));
            return appended(recorded.getLast());
        });
    }

    private RecordedEvent record(StreamId stream, long version, EventMetadata metadata, String text) {
        return log.append(position -> new RecordedEvent(position, stream, version, metadata, text));
    }

    /** The result of the same append before, if this is its repetition. */
    private static Appended first(
            StreamId stream, ExpectedVersion expected, List<NewEvent> events, List<RecordedEvent> recorded) {
        List<RecordedEvent> there =
                recorded.stream().skip(expected.value()).limit(events.size()).toList();
        if (!ids(there.stream().map(RecordedEvent::metadata).toList())
                .equals(ids(events.stream().map(NewEvent::metadata).toList()))) {
            throw new VersionConflictException(stream, expected.value(), recorded.size());
        }
        return appended(there.getLast());
    }

    private static Appended appended(RecordedEvent last) {
        return new Appended(last.stream(), last.version(), last.position());
    }

    private static List<UUID> ids(List<EventMetadata> metadata) {
        return metadata.stream().map(EventMetadata::eventId).toList();
    }

    @Override
    public List<RecordedEvent> load(StreamId stream, long afterVersion) {
        return streams.get(stream).orElse(List.of()).stream().skip(afterVersion).toList();
    }

    @Override
    public Log<RecordedEvent> log() {
        return log;
    }
}
