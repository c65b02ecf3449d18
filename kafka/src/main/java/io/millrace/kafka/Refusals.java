package io.millrace.kafka;

import io.millrace.outbox.PublishRefusedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Tells what Kafka will never take from what may pass later. */
final class Refusals {

    private Refusals() {}

    static boolean isRefusal(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof InvalidTopicException
                || failure instanceof PolicyViolationException
                || failure instanceof TopicAuthorizationException;
    }

    static PublishRefusedException refused(String topic, Throwable cause) {
        return new PublishRefusedException("topic %s: %s".formatted(topic, cause.getMessage()), cause);
    }
}
