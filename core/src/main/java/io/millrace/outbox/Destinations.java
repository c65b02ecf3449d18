package io.millrace.outbox;

import java.util.Locale;

/**
 * The names that follow from an event: one topic for each aggregate type ({@code marketplace.order}), which keeps
 * the order across event types, or one for each event type ({@code marketplace.order.created}).
 */
public record Destinations(String prefix, Granularity granularity) {

    public enum Granularity {
        AGGREGATE,
        EVENT_TYPE
    }

    public static Destinations perAggregate(String prefix) {
        return new Destinations(prefix, Granularity.AGGREGATE);
    }

    public static Destinations perEventType(String prefix) {
        return new Destinations(prefix, Granularity.EVENT_TYPE);
    }

    /** The topic of an event. */
    public String topic(String aggregateType, String eventType) {
        String ofAggregate = prefix + "." + aggregateType.toLowerCase(Locale.ROOT);
        return switch (granularity) {
            case AGGREGATE -> ofAggregate;
            case EVENT_TYPE -> ofAggregate + "." + withoutAggregate(aggregateType, eventType);
        };
    }

    private static String withoutAggregate(String aggregateType, String eventType) {
        boolean prefixed = eventType.startsWith(aggregateType) && eventType.length() > aggregateType.length();
        return (prefixed ? eventType.substring(aggregateType.length()) : eventType).toLowerCase(Locale.ROOT);
    }
}
