package io.millrace.event;

import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of CloudEvents 1.0 as Millrace puts them on the wire in binary mode, without the prefix that a
 * protocol binding adds ({@code ce_} in Kafka, {@code cloudEvents:} in AMQP).
 */
public final class CloudEvents {

    public static final String ID = "id";
    public static final String TYPE = "type";
    public static final String SOURCE = "source";
    public static final String SUBJECT = "subject";
    public static final String TIME = "time";
    public static final String SPEC_VERSION = "specversion";
    public static final String DATA_VERSION = "dataversion";
    public static final String SEQUENCE = "sequence";
    public static final String CORRELATION_ID = "correlationid";
    public static final String CAUSATION_ID = "causationid";
    public static final String ACTOR = "actor";
    public static final String TRACE_PARENT = "traceparent";
    public static final String CONTENT_TYPE = "application/json";

    private CloudEvents() {}

    /** Takes the name and the value of an attribute. */
    @FunctionalInterface
    public interface Sink {
        void attribute(String name, String value);
    }

    /** The attributes of an event; absent ones are left out. */
    public static Map<String, String> attributes(EventMetadata metadata, URI source, String subject, long sequence) {
        Map<String, String> attributes = new LinkedHashMap<>();
        write(metadata, source, subject, sequence, attributes::put);
        return attributes;
    }

    /** As {@link #attributes}, one by one and always in the same order. */
    public static void write(EventMetadata metadata, URI source, String subject, long sequence, Sink sink) {
        sink.attribute(SPEC_VERSION, "1.0");
        sink.attribute(ID, metadata.eventId().toString());
        sink.attribute(TYPE, metadata.type());
        sink.attribute(DATA_VERSION, Integer.toString(metadata.version()));
        sink.attribute(SOURCE, source.toString());
        sink.attribute(SUBJECT, subject);
        sink.attribute(TIME, metadata.occurredAt().toString());
        writeIfKnown(sink, SEQUENCE, sequence == 0 ? null : Long.toString(sequence));
        writeIfKnown(sink, CORRELATION_ID, metadata.correlationId());
        writeIfKnown(sink, CAUSATION_ID, metadata.causationId());
        writeIfKnown(sink, ACTOR, metadata.actor());
        writeIfKnown(sink, TRACE_PARENT, metadata.traceparent());
    }

    /**
     * The metadata in the attributes of a message.
     *
     * @throws EventFormatException if id or type are missing, or an attribute can't be read
     */
    public static EventMetadata metadata(Map<String, String> attributes) {
        return new EventMetadata(
                eventId(required(attributes, ID)),
                required(attributes, TYPE),
                (int) number(attributes, DATA_VERSION, 1),
                time(attributes.get(TIME)),
                attributes.get(CORRELATION_ID),
                attributes.get(CAUSATION_ID),
                attributes.get(ACTOR),
                attributes.get(TRACE_PARENT));
    }

    /** The version of the stream that the event stands at, or 0 if the message does not say. */
    public static long sequence(Map<String, String> attributes) {
        return number(attributes, SEQUENCE, 0);
    }

    private static void writeIfKnown(Sink sink, String name, @Nullable String value) {
        if (value != null) {
            sink.attribute(name, value);
        }
    }

    private static String required(Map<String, String> attributes, String name) {
        String value = attributes.get(name);
        if (value == null || value.isBlank()) {
            throw new EventFormatException("the message has no CloudEvents attribute '" + name + "'");
        }
        return value;
    }

    private static UUID eventId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new EventFormatException("the CloudEvents id is no UUID", e);
        }
    }

    private static long number(Map<String, String> attributes, String name, long absent) {
        String value = attributes.get(name);
        if (value == null) {
            return absent;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new EventFormatException("the CloudEvents attribute '" + name + "' is no number", e);
        }
    }

    private static Instant time(@Nullable String value) {
        if (value == null) {
            return Instant.EPOCH;
        }
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw new EventFormatException("the CloudEvents time is no RFC 3339 timestamp", e);
        }
    }
}
