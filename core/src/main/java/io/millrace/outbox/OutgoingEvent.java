package io.millrace.outbox;

/**
 * An event to publish.
 *
 * @param aggregateType such as {@code Order}; chooses the topic or routing key
 * @param aggregateId the key: events of one aggregate stay in order
 * @param event a record registered in {@link io.millrace.event.EventTypes}
 */
public record OutgoingEvent(String aggregateType, String aggregateId, Object event) {

    public OutgoingEvent {
        if (aggregateType.isBlank() || aggregateId.isBlank()) {
            throw new IllegalArgumentException("an outgoing event names the type and the id of its aggregate");
        }
    }
}
