package io.millrace.event;

/** Turns event records into text and back. Safe for use by many threads. */
public interface EventCodec {

    /**
     * The text of a registered event.
     *
     * @throws UnknownEventTypeException if its class is not registered
     * @throws EventFormatException if it is larger or deeper than the limits allow
     */
    String encode(Object event);

    /**
     * The event in its newest form, lifted by upcasters where it was written with an older version.
     *
     * @throws UnknownEventTypeException if no class is registered for the type
     * @throws NewerEventVersionException if it was written by a newer version than this application knows
     * @throws EventFormatException if the text can't be read as the type, or exceeds the limits
     */
    Object decode(String type, int version, String text);
}
