package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.app.Shop.Order;
import io.millrace.testkit.Eventually;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

    private static final Duration TO_STOP = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void a_killed_launcher_s_servers_are_cleaned_up_and_the_next_one_goes_on_with_the_data() throws IOException {
        Order order;
        List<ProcessHandle> left;
        try (CommandLine command = start()) {
            Shop shop = new Shop(command.awaitReady());
            order = shop.place();
            Eventually.passes("the order is projected", () -> shop.detail(order, 1));
            left = servers();
            command.kill();
        }

        try (CommandLine next = start()) {
            Shop shop = new Shop(next.awaitReady());

            assertThat(left).hasSize(2).noneMatch(LauncherTest::isRunning);
            assertThat(shop.list(order)).hasSize(1);
            Order another = shop.place();
            Eventually.passes(
                    "it goes on", () -> assertThat(shop.mails(another)).hasSize(1));
        }
    }

    @Test
    void the_file_of_connections_leads_to_the_servers_and_a_signal_leaves_no_process()
            throws IOException, SQLException {
        try (CommandLine command = start()) {
            Shop shop = new Shop(command.awaitReady());
            Properties connections = connections();
            List<ProcessHandle> servers = servers();
            try (Connection postgres = DriverManager.getConnection(connections.getProperty("postgres.jdbc-url"))) {
                assertThat(postgres.getMetaData().getDatabaseMajorVersion()).isEqualTo(18);
            }
            Topic orders = new Topic(connections.getProperty("kafka.bootstrap-servers"), "marketplace.order");
            shop.place();
            Eventually.passes(
                    "the topic has the order", () -> assertThat(orders.all()).hasSize(1));

            command.terminate();
            command.awaitExit(TO_STOP);

            assertThat(servers).hasSize(2).noneMatch(LauncherTest::isRunning);
            assertThat(folder.resolve("data/connections.properties")).doesNotExist();
        }
    }

    private CommandLine start() {
        return CommandLine.run(
                "--port",
                "0",
                "--shoppers",
                "0",
                "--data",
                folder.resolve("data").toString());
    }

    private Properties connections() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("data/connections.properties"))) {
            properties.load(reader);
        }
        return properties;
    }

    private List<ProcessHandle> servers() {
        Eventually.holds("Kafka's process is known", () -> connections().containsKey("kafka.pid"));
        return Stream.of("postgres.pid", "kafka.pid")
                .map(name -> pid(name))
                .map(pid -> ProcessHandle.of(pid).orElseThrow())
                .toList();
    }

    private long pid(String name) {
        try {
            return Long.parseLong(connections().getProperty(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
