package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a test finds in the table after all is over. */
final class StoredEvents {

    /** An append of {@link CrashWriter#BATCH} events that a writer was told to have succeeded. */
    record Acknowledged(String stream, long version, long position) {}

    private record Stored(long position, String stream, long version) {}

    private final List<Stored> events;

    private StoredEvents(List<Stored> events) {
        this.events = events;
    }

    static StoredEvents of(Database database) {
        return new StoredEvents(database.apart(
                connection -> Sql.of("SELECT position, stream_id, version FROM millrace.events ORDER BY position")
                        .all(connection, row -> new Stored(row.getLong(1), row.getString(2), row.getLong(3)))));
    }

    List<Long> positions() {
        return events.stream().map(Stored::position).toList();
    }

    long lastPosition() {
        return events.getLast().position();
    }

    /** Versions of each stream are 1..n in position order, and no append is there in part. */
    void requireWhole() {
        Map<String, List<Long>> versions = events.stream()
                .collect(Collectors.groupingBy(
                        Stored::stream, TreeMap::new, Collectors.mapping(Stored::version, Collectors.toList())));
        versions.forEach((stream, found) -> {
            assertThat(found)
                    .as("versions of %s", stream)
                    .isEqualTo(IntStream.rangeClosed(1, found.size())
                            .mapToObj(Long::valueOf)
                            .toList());
            assertThat(found.size() % CrashWriter.BATCH)
                    .as("appends of %s are whole", stream)
                    .isZero();
        });
    }

    void requireAll(List<Acknowledged> acknowledged) {
        Map<Long, Stored> byPosition = events.stream().collect(Collectors.toMap(Stored::position, event -> event));
        assertThat(acknowledged).allSatisfy(append -> assertThat(byPosition.get(append.position()))
                .isEqualTo(new Stored(append.position(), append.stream(), append.version())));
    }
}
