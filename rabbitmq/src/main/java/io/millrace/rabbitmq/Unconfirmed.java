package io.millrace.rabbitmq;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was sent on a channel and not confirmed, by the tags of its confirms, which ascend. Not shared. */
final class Unconfirmed {

    private final LinkedHashMap<Long, Sending> byTag = new LinkedHashMap<>();

    int size() {
        return byTag.size();
    }

    void add(long tag, Sending sending) {
        byTag.put(tag, sending);
    }

    /** Takes out what a confirm is about: one message, or all up to it. */
    List<Sending> take(long tag, boolean multiple) {
        if (!multiple) {
            Sending sending = byTag.remove(tag);
            return sending == null ? List.of() : List.of(sending);
        }
        List<Sending> taken = new ArrayList<>();
        Iterator<Map.Entry<Long, Sending>> oldest = byTag.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Long, Sending> entry = oldest.next();
            if (entry.getKey() > tag) {
                break;
            }
            taken.add(entry.getValue());
            oldest.remove();
        }
        return taken;
    }

    /** Takes everything out, in the order of sending. */
    List<Sending> takeAll() {
        List<Sending> all = List.copyOf(byTag.values());
        byTag.clear();
        return all;
    }

    Optional<Sending> oldest() {
        return byTag.values().stream().findFirst();
    }

    Optional<Sending> withId(String messageId) {
        return byTag.values().stream()
                .filter(sending -> messageId.equals(sending.properties.getMessageId()))
                .findFirst();
    }
}
