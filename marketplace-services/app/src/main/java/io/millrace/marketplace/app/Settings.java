package io.millrace.marketplace.app;

import io.millrace.marketplace.app.shoppers.Pace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a marketplace runs.
 *
 * @param mailServer where e-mails go; none for the built-in mailbox
 * @param broker what carries the events
 * @param checkout who sees to it that a placed order is supplied and paid
 * @param restartKafkaAfter how long Kafka stays away when its process has ended
 * @param pricesWithin how long a start waits for prices that never reached ordering before
 * @param cardsAnswerWithin how long payment waits for an answer of the card processor
 * @param shoppers how many orders come by themselves
 */
public record Settings(
        Ports ports,
        @Nullable MailServer mailServer,
        Broker broker,
        Checkout checkout,
        Duration restartKafkaAfter,
        Duration pricesWithin,
        Duration cardsAnswerWithin,
        Pace shoppers) {

    /**
     * Free ports, the built-in mailbox, orders checked out by a saga, Kafka, which is back after 5 s, a minute for the
     * first prices, no shoppers.
     */
    public static Settings defaults() {
        return new Settings(
                Ports.free(),
                null,
                new Broker.Kafka(),
                Checkout.ORCHESTRATED,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                Pace.NONE);
    }

    Settings ports(Ports other) {
        return new Settings(
                other, mailServer, broker, checkout, restartKafkaAfter, pricesWithin, cardsAnswerWithin, shoppers);
    }

    public Settings mailServer(@Nullable MailServer other) {
        return new Settings(
                ports, other, broker, checkout, restartKafkaAfter, pricesWithin, cardsAnswerWithin, shoppers);
    }

    public Settings broker(Broker other) {
        return new Settings(
                ports, mailServer, other, checkout, restartKafkaAfter, pricesWithin, cardsAnswerWithin, shoppers);
    }

    public Settings checkout(Checkout other) {
        return new Settings(
                ports, mailServer, broker, other, restartKafkaAfter, pricesWithin, cardsAnswerWithin, shoppers);
    }

    public Settings restartKafkaAfter(Duration other) {
        return new Settings(ports, mailServer, broker, checkout, other, pricesWithin, cardsAnswerWithin, shoppers);
    }

    public Settings pricesWithin(Duration other) {
        return new Settings(ports, mailServer, broker, checkout, restartKafkaAfter, other, cardsAnswerWithin, shoppers);
    }

    public Settings cardsAnswerWithin(Duration other) {
        return new Settings(ports, mailServer, broker, checkout, restartKafkaAfter, pricesWithin, other, shoppers);
    }

    public Settings shoppers(Pace other) {
        return new Settings(
                ports, mailServer, broker, checkout, restartKafkaAfter, pricesWithin, cardsAnswerWithin, other);
    }
}
