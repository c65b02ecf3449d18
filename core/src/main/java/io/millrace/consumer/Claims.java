package io.millrace.consumer;

import java.util.Set;
import java.util.UUID;

/**
 * The answer of an {@link Inbox}. What stands in neither set was handled before.
 *
 * @param fresh the events that the consumer had not claimed before
 * @param outside the events so old that the inbox no longer knows whether the consumer has handled them; they are
 *     not claimed
 */
public record Claims(Set<UUID> fresh, Set<UUID> outside) {

    public Claims {
        fresh = Set.copyOf(fresh);
        outside = Set.copyOf(outside);
    }
}
