package io.millrace.marketplace.payment.simulator;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where the processor keeps its entries, for ever. Safe for use by many threads. */
interface Books {

    /** The entries, within one piece of work. */
    interface Page {

        Optional<Entry> underKey(String key);

        /** The entry with that id, which nobody else changes until the work is over. */
        Optional<Entry> withId(String id);

        /** Writes the entry, in the place of the one with its key if there is one. */
        void write(Entry entry);
    }

    /** Does the work while nobody else works under the key; all that it writes stays, or nothing where it throws. */
    <T> T under(String key, Function<Page, T> work);

    Optional<Entry> find(String key);

    /** One for each currency. */
    List<Totals> totals();
}
