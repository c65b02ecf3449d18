package io.millrace.marketplace.notification;

import static io.millrace.marketplace.notification.PlacedOrders.message;
import static io.millrace.marketplace.notification.PlacedOrders.order;
import static io.millrace.marketplace.notification.PlacedOrders.someone;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.testkit.Eventually;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailServerTroubleTest {

    @Test
    void while_the_mail_server_is_down_mails_wait_and_none_is_parked() {
        GreenMail before = started(0);
        int port = before.getSmtp().getPort();
        before.stop();
        IncomingMessage placed = message(order(someone(), "en"));

        try (NotificationService notification = service(port)) {
            PartitionProcessor partition = notification.partition();
            PartitionProcessor.Result down = partition.process(List.of(placed));
            PartitionProcessor.Result stillDown = partition.process(List.of(placed));

            assertThat(down.done()).isZero();
            assertThat(down.retryAfter()).isPresent();
            assertThat(stillDown.done()).isZero();
            assertThat(notification.deadLetters()).isEmpty();
            assertThat(recorded(notification)).isZero();

            GreenMail smtp = started(port);
            try {
                assertThat(partition.process(List.of(placed)).done()).isEqualTo(1);
                assertThat(smtp.getReceivedMessages()).hasSize(1);
                assertThat(recorded(notification)).isEqualTo(1);
            } finally {
                smtp.stop();
            }
        }
    }

    @Test
    void CO_4_a_recipient_who_is_refused_is_parked_and_the_others_get_their_mail() {
        try (RefusingSmtpServer smtp = RefusingSmtpServer.start("nobody@example.com");
                NotificationService notification = service(smtp.port())) {
            IncomingMessage refused = message(order("nobody@example.com", "en"));
            IncomingMessage fine = message(order(someone(), "en"));
            PartitionProcessor partition = notification.partition();

            Eventually.holds(
                    "the refused one is parked",
                    () -> partition.process(List.of(refused)).done() == 1);
            assertThat(partition.process(List.of(fine)).done()).isEqualTo(1);

            assertThat(notification.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.key()).isEqualTo(refused.key());
                assertThat(letter.failure().message()).contains("550");
            });
            assertThat(smtp.taken()).isEqualTo(1);
            assertThat(recorded(notification)).isEqualTo(1);
        }
    }

    @Test
    void an_address_that_is_none_is_parked() {
        try (RefusingSmtpServer smtp = RefusingSmtpServer.start("nobody@example.com");
                NotificationService notification = service(smtp.port())) {
            IncomingMessage forged = message(order("kim@example.com\r\nBcc: all@example.com", "en"));
            PartitionProcessor partition = notification.partition();

            Eventually.holds(
                    "the forged one is parked",
                    () -> partition.process(List.of(forged)).done() == 1);

            assertThat(notification.deadLetters()).hasSize(1);
            assertThat(smtp.taken()).isZero();
        }
    }

    private static NotificationService service(int smtpPort) {
        return new NotificationService(
                smtpPort,
                null,
                "--millrace.retry.first=1ms",
                "--millrace.retry.longest=2ms",
                "--millrace.retry.budget=10ms");
    }

    private static GreenMail started(int port) {
        GreenMail smtp = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        smtp.start();
        return smtp;
    }

    private static long recorded(NotificationService notification) {
        return notification
                .jdbc()
                .sql("SELECT count(*) FROM notification.confirmations")
                .query(Long.class)
                .single();
    }
}
