package io.millrace.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The partitions of a test's inbox, and their maintenance. */
record InboxDays(TestDatabase database) {

    /** Makes claims look as if they had been made that long ago. */
    void claimedAgo(Duration ago, String which) {
        database.execute("UPDATE millrace.processed_events SET processed_at = clock_timestamp() - interval '"
                + ago.toSeconds() + " seconds' WHERE " + which);
    }

    /** Adds the partition of a day, so many days from today. */
    void add(int fromToday) {
        database.execute("SELECT millrace.add_inbox_day((now() AT TIME ZONE 'UTC')::date + " + fromToday + ")");
    }

    /** Reclaims until there is nothing more to do, and returns what was done. */
    List<String> reclaim(Duration retention) {
        List<String> done = new ArrayList<>();
        String next = database.value(reclaimOne(retention));
        while (!next.equals("null")) {
            done.add(next);
            next = database.value(reclaimOne(retention));
        }
        return done;
    }

    static String reclaimOne(Duration retention) {
        return "SELECT millrace.reclaim_inbox(interval '" + retention.toSeconds() + " seconds')";
    }

    /** The partition that a claimed event stands in. */
    String partitionOf(Object eventId) {
        return database.value(
                "SELECT tableoid::regclass FROM millrace.processed_events WHERE event_id = '" + eventId + "'");
    }

    /** The name of the partition of a day, so many days from today. */
    String name(int fromToday) {
        return database.value("SELECT 'processed_events_' || to_char((now() AT TIME ZONE 'UTC')::date + " + fromToday
                + ", 'YYYYMMDD')");
    }
}
