package io.millrace.postgres;

import io.millrace.log.ReclaimedException;

/** The subscriptions that read a log: a segment of the outbox stays until each of them has passed it. */
final class LogReaders {

    private final Database database;
    private final String log;
    private final String register;
    private final String oldest;

    LogReaders(Database database, String log) {
        this.database = database;
        this.log = log;
        this.register = """
                INSERT INTO %s AS reader (subscription, log)
                VALUES (?, ?)
                ON CONFLICT (subscription) DO UPDATE SET log = excluded.log
                WHERE reader.log <> excluded.log
                """.formatted(database.table("log_readers"));
        this.oldest = "SELECT coalesce(min(first_position), 0) FROM %s".formatted(database.table("outbox_segments"));
    }

    void admit(String subscription, long position) {
        // Registered first: what is there then stays there.
        database.apart(connection -> Sql.of(register, subscription, log).update(connection));
        long first = position > 0 ? oldest() : 0;
        if (position < first - 1) {
            throw gone(subscription, position, first);
        }
    }

    /** The first position that has not been dropped; of the events, none ever is. */
    long oldest() {
        return log.equals("outbox")
                ? database.apart(connection -> Sql.of(oldest).one(connection, row -> row.getLong(1)))
                : 0;
    }

    private ReclaimedException gone(String subscription, long position, long first) {
        return new ReclaimedException(
                ("subscription '%1$s' stands at position %2$d of the outbox, and what was before %3$d is dropped:"
                                + " find out what it misses, then let it go on with UPDATE %4$s SET position = %5$d"
                                + " WHERE subscription = '%1$s' AND position < %5$d")
                        .formatted(subscription, position, first, database.table("lanes"), first - 1));
    }
}
