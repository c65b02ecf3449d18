package io.millrace.marketplace.app;

import java.time.Duration;
import java.time.Instant;

/** What the person at the terminal sees; logs go to a file. */
final class Console {

    void say(String line) {
        System.out.println(line);
    }

    void ready(Marketplace marketplace, DataDirectory directory, Instant startedAt) {
        long seconds = Duration.between(startedAt, Instant.now()).toSeconds();
        say("Marketplace ready in %d s: %s".formatted(seconds, marketplace.url()));
        say("  PostgreSQL  " + marketplace.database().jdbcUrl());
        say(broker(marketplace));
        say("  Data        " + directory.path());
        say("  Logs        " + directory.logFile());
        say("Press Ctrl-C to stop");
    }

    private static String broker(Marketplace marketplace) {
        return switch (marketplace.broker()) {
            case Broker.Kafka kafka ->
                "  Kafka       " + marketplace.kafka().bootstrapServers()
                        + (marketplace.kafka().isReady() ? "" : " (coming up; orders wait for it)");
            case Broker.RabbitMq rabbit -> "  RabbitMQ    " + rabbit.address();
            case Broker.None none -> "  No broker: services read each other's events from PostgreSQL";
        };
    }

    void failed(Throwable failure, DataDirectory directory) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        System.err.printf("marketplace: it did not start: %s; more is in %s%n", reason, directory.logFile());
    }
}
