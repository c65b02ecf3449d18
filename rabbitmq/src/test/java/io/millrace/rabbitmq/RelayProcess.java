package io.millrace.rabbitmq;

import io.millrace.log.Checkpoints;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.Relay;
import io.millrace.outbox.Relay.Environment;
import io.millrace.outbox.Relay.Settings;
import io.millrace.postgres.PostgresOutbox;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.CrashingCheckpoints;
import io.millrace.testkit.CrashingPublisher;
import io.millrace.testkit.CrashingTransactions;
import io.millrace.work.Backoff;
import io.millrace.work.Transactions;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A relay in a process of its own, which crashes where it is told to. */
final class RelayProcess {

    static final Duration LEASE = Duration.ofSeconds(1);

    private RelayProcess() {}

    /** The arguments: the database, RabbitMQ and the prefix of the topics. */
    public static void main(String[] arguments) {
        Backbone backbone = Backbone.at(arguments[0]);
        Checkpoints checkpoints = new CrashingCheckpoints("relay", backbone.checkpoints);
        Transactions transactions = new CrashingTransactions("relay", backbone.transactions);
        String name = arguments[2];
        RabbitSettings rabbit = RabbitSettings.of(
                        RabbitServer.at(arguments[1]), Destinations.perAggregate(name), URI.create("/orders"))
                .with(RabbitTopology.declared().withQueue(name, List.of(name + ".order")));
        Environment plain = backbone.relaying();
        Relay.start(
                PostgresOutbox.SUBSCRIPTION,
                new Environment(plain.log(), checkpoints, plain.deadLetters(), transactions, plain.clock()),
                () -> new CrashingPublisher("relay", RabbitPublisher.open(rabbit)),
                new Settings(200, 1_000, Duration.ofMillis(20), LEASE, Backoff.defaults()));
        System.out.println("relaying");
        ChildJvm.waitForEver();
    }
}
