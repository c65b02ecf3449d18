package io.millrace.marketplace.notification;

import static io.millrace.marketplace.notification.PlacedOrders.message;
import static io.millrace.marketplace.notification.PlacedOrders.order;
import static io.millrace.marketplace.notification.PlacedOrders.someone;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.millrace.consumer.IncomingMessage;
import io.millrace.event.CloudEvents;
import io.millrace.marketplace.contracts.OrderCreated;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConfirmationEmailTest {

    private static GreenMail smtp;
    private static NotificationService notification;

    @BeforeAll
    static void start() {
        smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        smtp.start();
        notification = new NotificationService(smtp.getSmtp().getPort(), null);
    }

    @AfterAll
    static void stop() {
        notification.close();
        smtp.stop();
    }

    @Test
    void a_placed_order_is_confirmed_in_korean() throws MessagingException, IOException {
        IncomingMessage placed = message(order(someone(), "ko"));

        notification.deliver(placed);

        MimeMessage mail = onlyMailTo(placed);
        assertThat(mail.getSubject()).isEqualTo("주문이 접수되었습니다: MR-100001");
        assertThat((String) mail.getContent()).contains("2 x 보성 녹차: ₩28,000", "합계: ₩117,000");
        assertThat(mail.getMessageID())
                .isEqualTo("<" + placed.attributes().get(CloudEvents.ID) + "@marketplace.local>");
    }

    @Test
    void a_placed_order_is_confirmed_in_english() throws MessagingException, IOException {
        IncomingMessage placed = message(order(someone(), "en"));

        notification.deliver(placed);

        MimeMessage mail = onlyMailTo(placed);
        assertThat(mail.getSubject()).isEqualTo("We have your order: MR-100001");
        assertThat((String) mail.getContent()).contains("1 x Santoku knife: ₩89,000", "Total: ₩117,000");
    }

    @Test
    void CO_1_shuffled_duplicates_send_one_mail_for_each_order() throws MessagingException {
        List<IncomingMessage> twice = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            IncomingMessage placed = message(order(someone(), "en"));
            twice.add(placed);
            twice.add(again(placed));
        }
        Collections.shuffle(twice, new Random(11));

        notification.deliver(twice.toArray(IncomingMessage[]::new));
        notification.deliver(twice.toArray(IncomingMessage[]::new));

        for (IncomingMessage placed : twice) {
            assertThat(mailsTo(placed)).hasSize(1);
        }
    }

    @Test
    void what_was_sent_is_recorded_and_told_in_the_same_transaction() {
        IncomingMessage placed = message(order(someone(), "en"));

        notification.deliver(placed);

        assertThat(notification
                        .jdbc()
                        .sql("SELECT message_id FROM notification.confirmations WHERE order_id = ?::uuid")
                        .param(placed.key())
                        .query(String.class)
                        .single())
                .isEqualTo("<" + placed.attributes().get(CloudEvents.ID) + "@marketplace.local>");
        assertThat(notification
                        .jdbc()
                        .sql("SELECT aggregate_type, event_type, status"
                                + " FROM notification.outbox_events WHERE aggregate_id = ?")
                        .param(placed.key())
                        .query()
                        .singleRow())
                .containsEntry("aggregate_type", "Email")
                .containsEntry("event_type", "EmailSent")
                .containsEntry("status", "PENDING");
    }

    @Test
    void an_order_number_with_line_breaks_makes_no_header() throws MessagingException {
        OrderCreated honest = order(someone(), "en");
        OrderCreated forged = new OrderCreated(
                honest.orderId(),
                "MR-1\r\nBcc: all@example.com",
                honest.customerId(),
                honest.email(),
                "en",
                honest.items(),
                honest.totalAmount());
        IncomingMessage placed = message(forged);

        notification.deliver(placed);

        MimeMessage mail = onlyMailTo(placed);
        assertThat(mail.getSubject()).isEqualTo("We have your order: MR-1 Bcc: all@example.com");
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getAllRecipients()).hasSize(1);
    }

    private static IncomingMessage again(IncomingMessage message) {
        IncomingMessage.Origin origin = message.origin();
        return new IncomingMessage(
                new IncomingMessage.Origin(origin.topic(), 0, origin.offset() + 1_000_000),
                message.key(),
                message.attributes(),
                message.body());
    }

    private static MimeMessage onlyMailTo(IncomingMessage placed) throws MessagingException {
        assertThat(mailsTo(placed)).hasSize(1);
        return mailsTo(placed).getFirst();
    }

    private static List<MimeMessage> mailsTo(IncomingMessage placed) throws MessagingException {
        List<MimeMessage> found = new ArrayList<>();
        for (MimeMessage mail : smtp.getReceivedMessages()) {
            String to = Arrays.toString(mail.getRecipients(RecipientType.TO));
            if (placed.body().contains(to.substring(1, to.length() - 1))) {
                found.add(mail);
            }
        }
        return found;
    }
}
