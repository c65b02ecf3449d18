package io.millrace.testkit;

import java.nio.file.Path;
import java.util.Properties;

/** The properties of a broker that is alone, small, and soon back after a crash. */
record KafkaSettings(int port, int controllerPort, Path data) {

    private static final String CLUSTER_ID = "bWlsbHJhY2UtdGVzdGtpdA";

    Properties properties() {
        Properties properties = new Properties();
        identity(properties);
        quickRecovery(properties);
        smallness(properties);
        return properties;
    }

    private void identity(Properties properties) {
        properties.setProperty("cluster.id", CLUSTER_ID);
        properties.setProperty("node.id", "1");
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty(
                "listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        properties.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        properties.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        properties.setProperty("log.dirs", data.toString());
        properties.setProperty("auto.create.topics.enable", "false");
        properties.setProperty("message.max.bytes", Integer.toString(3 << 20));
    }

    private static void quickRecovery(Properties properties) {
        properties.setProperty("broker.session.timeout.ms", "3000");
        properties.setProperty("broker.heartbeat.interval.ms", "500");
        properties.setProperty("controller.quorum.election.timeout.ms", "500");
        properties.setProperty("controller.quorum.fetch.timeout.ms", "1000");
        properties.setProperty("controller.quorum.election.backoff.max.ms", "200");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        properties.setProperty("group.min.session.timeout.ms", "1000");
    }

    private static void smallness(Properties properties) {
        properties.setProperty("num.network.threads", "2");
        properties.setProperty("num.io.threads", "4");
        properties.setProperty("background.threads", "2");
        properties.setProperty("num.partitions", "1");
        properties.setProperty("offsets.topic.num.partitions", "4");
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("transaction.state.log.num.partitions", "4");
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("share.coordinator.state.topic.num.partitions", "1");
        properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
        properties.setProperty("share.coordinator.state.topic.min.isr", "1");
        properties.setProperty("log.cleaner.dedupe.buffer.size", "8388608");
        properties.setProperty("log.segment.bytes", Integer.toString(64 << 20));
    }
}
