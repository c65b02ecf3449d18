package io.millrace.marketplace.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.notification.mailbox.ReceivedMail;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private static final int NO_SERVER = 1;

    @Test
    void the_mailbox_of_a_demo_can_be_looked_into() throws IOException, InterruptedException {
        Instant received = Instant.parse("2026-03-01T09:00:00Z");
        try (NotificationService notification =
                new NotificationService(NO_SERVER, to -> List.of(new ReceivedMail(to, "주문", received, "감사합니다")))) {

            HttpResponse<String> mails = notification.get("/api/mailbox?to=kim@example.com");
            HttpResponse<String> nobody = notification.get("/api/mailbox");
            HttpResponse<String> noAddress = notification.get("/api/mailbox?to=kim");

            assertThat(mails.body())
                    .isEqualTo("[{\"to\":\"kim@example.com\",\"subject\":\"주문\","
                            + "\"receivedAt\":\"2026-03-01T09:00:00Z\",\"text\":\"감사합니다\"}]");
            assertThat(nobody.statusCode()).isEqualTo(400);
            assertThat(noAddress.statusCode()).isEqualTo(400);
            assertThat(noAddress.body()).contains("no e-mail address");
        }
    }

    @Test
    void without_a_demos_mail_server_there_is_no_mailbox() throws IOException, InterruptedException {
        try (NotificationService notification = new NotificationService(NO_SERVER, null)) {
            HttpResponse<String> answer = notification.get("/api/mailbox?to=kim@example.com");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).contains("no demo mailbox");
        }
    }
}
