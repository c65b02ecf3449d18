package io.millrace.spring;

import io.millrace.consumer.LogSource;
import io.millrace.outbox.OutgoingMessages;
import io.millrace.postgres.Database;
import io.millrace.postgres.PostgresOutbox;
import io.millrace.postgres.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The outboxes of other services in this database, as {@code millrace.sources} names them. */
final class OutboxSources implements AutoCloseable {

    private final List<PostgresOutbox> outboxes = new ArrayList<>();
    private final List<LogSource> sources = new ArrayList<>();

    OutboxSources(
            Map<String, MillraceProperties.Source> named,
            Database database,
            OutgoingMessages messages,
            WireNames names) {
        named.forEach((name, source) -> {
            PostgresOutbox outbox = new PostgresOutbox(in(source.schema(), database), messages);
            outboxes.add(outbox);
            sources.add(new LogSource(name, outbox.log(), names.destinationsOf(name, source), WireNames.source(name)));
        });
    }

    private static Database in(String schema, Database database) {
        return new Database(database.dataSource(), database.transactions(), new Schema(schema));
    }

    List<LogSource> sources() {
        return List.copyOf(sources);
    }

    @Override
    public void close() {
        outboxes.forEach(PostgresOutbox::close);
    }
}
