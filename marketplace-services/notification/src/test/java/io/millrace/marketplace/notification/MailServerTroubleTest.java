package io.millrace.marketplace.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.testkit.Eventually;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailServerTroubleTest {

    @Test
    void while_the_mail_server_is_down_mails_wait_and_none_is_parked() {
        GreenMail before = started(0);
        int port = before.getSmtp().getPort();
        before.stop();
        AnOrder order = AnOrder.in("en");
        IncomingMessage paid = order.paid();

        try (NotificationService notification = service(port)) {
            PartitionProcessor partition = notification.partition();
            partition.process(List.of(order.created()));
            PartitionProcessor.Result down = partition.process(List.of(paid));
            PartitionProcessor.Result stillDown = partition.process(List.of(paid));

            assertThat(down.done()).isZero();
            assertThat(down.retryAfter()).isPresent();
            assertThat(stillDown.done()).isZero();
            assertThat(notification.deadLetters()).isEmpty();
            assertThat(recorded(notification)).isZero();

            GreenMail smtp = started(port);
            try {
                assertThat(partition.process(List.of(paid)).done()).isEqualTo(1);
                assertThat(smtp.getReceivedMessages()).hasSize(1);
                assertThat(recorded(notification)).isEqualTo(1);
            } finally {
                smtp.stop();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 no such user", "452 4.2.2 over quota"})
    void CO_4_the_mail_of_a_recipient_who_is_refused_is_parked_and_the_others_get_theirs(String refusal) {
        try (RefusingSmtpServer smtp = RefusingSmtpServer.start("nobody@example.com", refusal);
                NotificationService notification = service(smtp.port())) {
            AnOrder nobodys = AnOrder.of("nobody@example.com", "en");
            AnOrder somebodys = AnOrder.in("en");
            IncomingMessage refused = nobodys.paid();
            IncomingMessage fine = somebodys.paid();
            PartitionProcessor partition = notification.partition();
            partition.process(List.of(nobodys.created(), somebodys.created()));

            Eventually.holds(
                    "the refused one is parked",
                    () -> partition.process(List.of(refused)).done() == 1);
            assertThat(partition.process(List.of(fine)).done()).isEqualTo(1);

            assertThat(notification.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.key()).isEqualTo(refused.key());
                assertThat(letter.failure().message()).contains(refusal);
            });
            assertThat(smtp.taken()).isEqualTo(1);
            assertThat(recorded(notification)).isEqualTo(1);
        }
    }

    @Test
    void an_address_that_is_none_is_parked() {
        try (RefusingSmtpServer smtp = RefusingSmtpServer.start("nobody@example.com");
                NotificationService notification = service(smtp.port())) {
            AnOrder order = AnOrder.of("kim@example.com\r\nBcc: all@example.com", "en");
            IncomingMessage forged = order.paid();
            PartitionProcessor partition = notification.partition();
            partition.process(List.of(order.created()));

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
                .sql("SELECT count(*) FROM notification.emails")
                .query(Long.class)
                .single();
    }
}
