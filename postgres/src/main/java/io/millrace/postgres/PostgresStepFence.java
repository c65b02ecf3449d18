package io.millrace.postgres;

import io.millrace.saga.StepFence;

/**
 * A fence in a PostgreSQL table. A mark stays for the time in {@link Retention.Settings#fences} after it was last made:
 * an action that comes later than that after its undo is taken for a first one.
 */
public final class PostgresStepFence implements StepFence {

    private final Database database;
    private final String enter;
    private final String outcome;
    private final String undo;

    public PostgresStepFence(Database database) {
        String fences = database.table("step_fences");
        this.database = database;
        // Waits for a transaction with the same key; whoever does not insert then sees what that one committed.
        this.enter = "INSERT INTO %s (key, outcome) VALUES (?, ?) ON CONFLICT DO NOTHING".formatted(fences);
        this.outcome = "SELECT outcome FROM %s WHERE key = ? FOR SHARE".formatted(fences);
        this.undo = "UPDATE %s SET outcome = 'UNDONE', at = clock_timestamp() WHERE key = ? AND outcome = 'APPLIED'"
                .formatted(fences);
    }

    @Override
    public Entry act(String key) {
        if (entered(key, "APPLIED")) {
            return Entry.FIRST;
        }
        Sql statement = Sql.of(outcome, key);
        String known = database.joined(connection -> statement.one(connection, row -> row.getString(1)));
        return known.equals("APPLIED") ? Entry.REPEATED : Entry.UNDONE;
    }

    @Override
    public boolean undo(String key) {
        if (entered(key, "UNDONE")) {
            return false;
        }
        return database.joined(Sql.of(undo, key)::update) == 1;
    }

    private boolean entered(String key, String as) {
        if (!database.transactions().active()) {
            throw new IllegalStateException(
                    "a StepFence needs the transaction that holds the step's effects: call it inside Transactions.run");
        }
        return database.joined(Sql.of(enter, key, as)::update) == 1;
    }
}
