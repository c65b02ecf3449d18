package io.millrace.marketplace.app;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a marketplace runs.
 *
 * @param mailServer where e-mails go; none for the built-in mailbox
 * @param broker what carries the events
 * @param restartKafkaAfter how long Kafka stays away when its process has ended
 */
public record Settings(Ports ports, @Nullable MailServer mailServer, Broker broker, Duration restartKafkaAfter) {

    /** Free ports, the built-in mailbox, Kafka, which is back after 5 s. */
    public static Settings defaults() {
        return new Settings(Ports.free(), null, new Broker.Kafka(), Duration.ofSeconds(5));
    }

    Settings ports(Ports other) {
        return new Settings(other, mailServer, broker, restartKafkaAfter);
    }

    public Settings mailServer(@Nullable MailServer other) {
        return new Settings(ports, other, broker, restartKafkaAfter);
    }

    public Settings broker(Broker other) {
        return new Settings(ports, mailServer, other, restartKafkaAfter);
    }

    public Settings restartKafkaAfter(Duration other) {
        return new Settings(ports, mailServer, broker, other);
    }
}
