package io.millrace.testkit;

import io.millrace.work.Transactions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes {@code NAME.before-commit} when everything of the outermost transaction has run, and
 * {@code NAME.after-commit} once it is durable and before anything that follows the commit.
 */
public record CrashingTransactions(String name, Transactions transactions) implements Transactions {

    @Override
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        if (active()) {
            return transactions.call(work);
        }
        return transactions.call(() -> {
            transactions.afterCommit(() -> CrashPoint.reached(name + ".after-commit"));
            T result = work.get();
            transactions.beforeCommit(() -> CrashPoint.reached(name + ".before-commit"));
            return result;
        });
    }

    @Override
    public boolean active() {
        return transactions.active();
    }

    @Override
    public void beforeCommit(Runnable action) {
        transactions.beforeCommit(action);
    }

    @Override
    public void afterCommit(Runnable action) {
        transactions.afterCommit(action);
    }
}
