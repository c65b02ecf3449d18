package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.millrace.marketplace.app.Shop.Order;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.Eventually;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole marketplace is crashed again and again on the same data; then it runs in peace, and is looked at. */
class CrashTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int STATUS_OF_A_CRASH = 137;

    @TempDir
    Path folder;

    private final GreenMail mailServer = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP))
            .withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
    private final List<Order> accepted = new ArrayList<>();

    @BeforeEach
    void startMailServer() {
        mailServer.start();
    }

    @AfterEach
    void stop() {
        mailServer.stop();
        try (DataDirectory data = DataDirectory.take(folder.resolve("data"))) {
            new Leftovers(data).end();
        }
    }

    @Test
    void RL_1_CO_1_CO_2_PR_1_a_crash_after_send_before_commit_or_after_commit_loses_and_doubles_nothing() {
        placeTwoAndKill();
        crashAt("ordering.before-advance");
        crashAt("ordering.after-advance");
        crashAt("order-query.before-commit");
        crashAt("order-query.after-commit");
        crashAt("notification.after-commit");

        try (ChildJvm marketplace = child().start()) {
            Shop shop = shop(marketplace);
            accepted.add(shop.place());
            Eventually.passes(
                    "every accepted order arrived",
                    PATIENCE,
                    () -> accepted.forEach(order -> {
                        assertThat(shop.list(order))
                                .as("read model of %s", order)
                                .hasSize(1);
                        assertThat(mailsTo(order)).as("mails of %s", order).isNotEmpty();
                        assertThat(confirmations(order))
                                .as("confirmations of %s", order)
                                .isEqualTo(1);
                    }));
        }
        assertThat(accepted).hasSizeGreaterThan(2);
        assertThatRepeatedMailsHaveTheSameId();
    }

    @Test
    void CO_1_a_crash_between_mail_server_and_commit_repeats_the_mail_under_the_same_message_id() {
        crashAt("notification.after-mail");
        crashAt("notification.before-commit");

        try (ChildJvm marketplace = child().start()) {
            accepted.add(shop(marketplace).place());
            Eventually.passes(
                    "every accepted order is confirmed",
                    PATIENCE,
                    () -> accepted.forEach(order -> assertThat(mailsTo(order)).isNotEmpty()));
        }
        assertThatRepeatedMailsHaveTheSameId();
    }

    /** A crash at any point may meet another order between mail server and commit, so that its mail is repeated. */
    private void assertThatRepeatedMailsHaveTheSameId() {
        assertThat(accepted).allSatisfy(order -> assertThat(mailsTo(order))
                .map(CrashTest::messageId)
                .containsOnly(messageId(mailsTo(order).getFirst())));
    }

    /** A crash may come before an order is acknowledged, so some are on their way before the first one. */
    private void placeTwoAndKill() {
        try (ChildJvm marketplace = child().start()) {
            accepted.add(shop(marketplace).place());
            accepted.add(shop(marketplace).place());
        }
    }

    /** Runs the marketplace until it crashes there, and places and pays orders meanwhile. */
    private void crashAt(String point) {
        try (ChildJvm marketplace = child().crashAt(point).start()) {
            Eventually.holds(
                    "it is ready or has crashed",
                    PATIENCE,
                    () -> hasCrashed(marketplace, point) || isReady(marketplace));
            placeUntil(() -> hasCrashed(marketplace, point), marketplace);
            assertThat(marketplace.awaitExit(PATIENCE)).isEqualTo(STATUS_OF_A_CRASH);
        }
    }

    private void placeUntil(BooleanSupplier crashed, ChildJvm marketplace) {
        Eventually.holds("it crashes", PATIENCE, () -> {
            if (!crashed.getAsBoolean() && accepted.size() < 200) {
                accepted.add(shop(marketplace).place());
            }
            return crashed.getAsBoolean();
        });
    }

    private ChildJvm.Builder child() {
        return ChildJvm.of(CrashingMarketplace.class)
                .arguments(
                        folder.resolve("data").toString(),
                        Integer.toString(mailServer.getSmtp().getPort()),
                        "orchestrated",
                        "5");
    }

    private static boolean hasCrashed(ChildJvm marketplace, String point) {
        return marketplace.lines().contains("crashed at " + point);
    }

    private static boolean isReady(ChildJvm marketplace) {
        return marketplace.lines().stream().anyMatch(line -> line.startsWith("ready "));
    }

    private static Shop shop(ChildJvm marketplace) {
        return new Shop(URI.create(marketplace.awaitLine("ready http").substring("ready ".length())));
    }

    /** How often the effects of the order's confirmation committed; no constraint keeps it from being twice. */
    private int confirmations(Order order) {
        try (Connection postgres = DriverManager.getConnection(jdbcUrl());
                PreparedStatement count =
                        postgres.prepareStatement("SELECT count(*) FROM notification.outbox WHERE aggregate_id = ?")) {
            count.setString(1, order.id());
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private String jdbcUrl() {
        Properties connections = new Properties();
        try (Reader file = Files.newBufferedReader(folder.resolve("data").resolve(Connections.FILE))) {
            connections.load(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return connections.getProperty("postgres.jdbc-url");
    }

    private List<MimeMessage> mailsTo(Order order) {
        return Stream.of(mailServer.getReceivedMessages())
                .filter(mail -> recipient(mail).contains(order.email()))
                .toList();
    }

    private static String recipient(MimeMessage mail) {
        return header(mail, "To");
    }

    private static String messageId(MimeMessage mail) {
        return header(mail, "Message-ID");
    }

    private static String header(MimeMessage mail, String name) {
        try {
            return String.valueOf(mail.getHeader(name, null));
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }
}
