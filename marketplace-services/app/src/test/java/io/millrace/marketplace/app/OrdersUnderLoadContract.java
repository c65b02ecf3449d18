package io.millrace.marketplace.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.millrace.marketplace.app.MarketplaceTables.Outcome;
import io.millrace.marketplace.app.PlannedOrder.Fate;
import io.millrace.testkit.Eventually;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Many orders at once, some of which can't be paid or supplied, with a card processor that fails and messages that come
 * again and in any order: each order is decided as it has to be, once, and the books agree.
 */
abstract class OrdersUnderLoadContract {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int STEPS = 20;

    @TempDir
    Path folder;

    private final GreenMail mailServer = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP))
            .withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
    private final Checkout checkout;
    private final long seed = System.nanoTime();
    private final Random chance = new Random(seed);
    private final RepeatedMessages repeated = new RepeatedMessages(seed);

    OrdersUnderLoadContract(Checkout checkout) {
        this.checkout = checkout;
    }

    @BeforeEach
    void startMailServer() {
        mailServer.start();
    }

    @AfterEach
    void stopMailServer() {
        mailServer.stop();
    }

    @Test
    void CO_1_SG_1_SG_3_each_order_is_decided_once_though_everything_is_killed_meanwhile()
            throws ExecutionException, InterruptedException {
        assertOrdersAreDecided(200, 2);
    }

    @Test
    @Tag("long")
    void CO_1_SG_1_SG_3_each_of_2_000_orders_is_decided_once_and_the_books_agree()
            throws ExecutionException, InterruptedException {
        assertOrdersAreDecided(2_000, 0);
    }

    @Test
    @Tag("long")
    void CO_1_SG_1_SG_3_the_same_with_2_000_orders_when_everything_is_killed_ten_times_meanwhile()
            throws ExecutionException, InterruptedException {
        assertOrdersAreDecided(2_000, 10);
    }

    private void assertOrdersAreDecided(int orders, int kills) throws ExecutionException, InterruptedException {
        try (KillableMarketplace marketplace = new KillableMarketplace(
                folder.resolve("data"), mailServer.getSmtp().getPort(), checkout)) {
            Map<String, PlannedOrder> placed = place(orders, kills, marketplace);
            awaitRest(orders, marketplace);

            assertThat(placed).as("orders, seed %d", seed).hasSize(orders);
            Eventually.passes("the tables agree", PATIENCE, () -> assertTablesAgree(placed, marketplace.tables()));
            assertThatThereWasTrouble(placed, marketplace.tables());
            assertBooksAgree(marketplace.shop());
            assertThatNoMailWasSentTwice(marketplace.tables().outcomes());
        }
    }

    /** Places them, repeats messages meanwhile, and kills the marketplace when random numbers of orders are placed. */
    private Map<String, PlannedOrder> place(int orders, int kills, KillableMarketplace marketplace)
            throws ExecutionException, InterruptedException {
        PrimitiveIterator.OfInt killAt = chance.ints(kills, 1, orders).sorted().iterator();
        int nextKill = kills > 0 ? killAt.nextInt() : orders + 1;
        try (OrderRush rush = new OrderRush(PlannedOrder.some(orders, chance), marketplace::shop)) {
            while (!rush.isOver() || nextKill <= orders) {
                int until = Math.min(rush.count() + orders / STEPS, nextKill);
                Eventually.holds("more orders are placed", PATIENCE, () -> {
                    rush.decided(marketplace.tables().decided());
                    return rush.count() >= until || rush.isOver();
                });
                if (rush.count() >= nextKill) {
                    marketplace.killAndStart();
                    nextKill = killAt.hasNext() ? killAt.nextInt() : orders + 1;
                }
                repeated.publishSome(marketplace.topics());
            }
            return rush.await();
        }
    }

    private void awaitRest(int orders, KillableMarketplace marketplace)
            throws ExecutionException, InterruptedException {
        MarketplaceTables tables = marketplace.tables();
        Eventually.passes("no order is undecided", PATIENCE, () -> assertThat(tables.decided())
                .isEqualTo(orders));
        Eventually.passes("every customer has a mail", PATIENCE, () -> assertThat(tables.mailedOrders())
                .isEqualTo(orders));
        Eventually.passes("every saga is over", PATIENCE, () -> assertThat(tables.openSagas())
                .isEmpty());
        repeated.publishRest(marketplace.topics());
        Eventually.passes("every message is handled", PATIENCE, () -> assertThat(
                        marketplace.topics().lag())
                .isZero());
    }

    private void assertTablesAgree(Map<String, PlannedOrder> placed, MarketplaceTables tables) {
        assertThat(tables.outcomes())
                .as("outcomes, seed %d", seed)
                .hasSameSizeAs(placed.keySet())
                .allSatisfy(outcome -> assertOutcome(
                        outcome, requireNonNull(placed.get(outcome.orderId())).fate()));
        assertThat(tables.strayMoney()).as("money, seed %d", seed).isEmpty();
        assertThat(tables.wrongStock()).as("stock, seed %d", seed).isEmpty();
        assertThat(tables.openSagas()).as("sagas, seed %d", seed).isEmpty();
        assertThat(tables.deadLetters()).as("dead letters, seed %d", seed).isEmpty();
    }

    private void assertThatThereWasTrouble(Map<String, PlannedOrder> placed, MarketplaceTables tables) {
        long unanswered = placed.values().stream()
                .filter(order -> order.fate() == Fate.CHARGED_WITHOUT_ANSWER)
                .count();
        assertThat(unanswered).isPositive();
        assertThat(tables.chargesFoundOut()).isGreaterThanOrEqualTo((int) unanswered);
        assertThat(repeated.published()).isGreaterThan(placed.size());
    }

    private static void assertOutcome(Outcome outcome, Fate fate) {
        String id = outcome.orderId();
        String cancelled = "OrderCreated OrderCancelled";
        switch (fate) {
            case CHARGED, CHARGED_WITHOUT_ANSWER, CHARGED_TWICE_AT_ONCE ->
                assertThat(outcome)
                        .isEqualTo(new Outcome(
                                id, "OrderCreated OrderPaid", "PAID", "SOLD", "CHARGED", 1, 0, "CONFIRMATION"));
            case DECLINED ->
                assertThat(outcome)
                        .isEqualTo(new Outcome(id, cancelled, "CANCELLED", "RELEASED", "FAILED", 0, 0, "CANCELLATION"));
            case OUT_OF_STOCK ->
                assertThat(outcome)
                        .isEqualTo(
                                new Outcome(id, cancelled, "CANCELLED", "REFUSED", "REFUNDED", 0, 0, "CANCELLATION"));
            case CALLED_OFF -> assertThat(outcome).matches(Outcome::isUndone, "is undone");
        }
    }

    private static void assertBooksAgree(Shop shop) {
        Eventually.passes("the books agree", () -> {
            JsonNode report = shop.get("api/invariants").body();
            assertThat(report.path("ok").asBoolean()).as(report.toString()).isTrue();
            assertThat(report.path("pending").asInt(-1)).as(report.toString()).isZero();
        });
    }

    /** A mail that came again has the Message-ID that it had. */
    private void assertThatNoMailWasSentTwice(List<Outcome> outcomes) {
        Map<String, Set<String>> ids = Stream.of(mailServer.getReceivedMessages())
                .collect(Collectors.groupingBy(
                        OrdersUnderLoadContract::recipient,
                        Collectors.mapping(OrdersUnderLoadContract::messageId, Collectors.toSet())));

        assertThat(ids).as("mails, seed %d", seed).hasSameSizeAs(outcomes);
        assertThat(ids.values().stream().mapToInt(Set::size).sum())
                .as("Message-IDs, seed %d", seed)
                .isEqualTo(outcomes.stream().mapToInt(Outcome::countMails).sum());
    }

    private static String recipient(MimeMessage mail) {
        try {
            return String.valueOf(mail.getRecipients(Message.RecipientType.TO)[0]);
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private static String messageId(MimeMessage mail) {
        try {
            return mail.getMessageID();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }
}
