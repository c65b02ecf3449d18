package io.millrace.spring;

import java.util.Locale;

/** What something that runs is called; as text, such as {@code relay:outbox}, also the source of its dead letters. */
record RunnerName(Kind kind, String name) {

    enum Kind {
        RELAY,
        PROJECTION,
        CONSUMER
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
    }
}
