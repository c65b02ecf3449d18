package io.millrace.marketplace.notification;

import static io.millrace.marketplace.notification.AnOrder.again;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.millrace.consumer.IncomingMessage;
import io.millrace.marketplace.contracts.CancellationCause;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmailsTest {

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
    void an_order_is_confirmed_when_it_is_paid_and_not_before() throws MessagingException, IOException {
        AnOrder order = AnOrder.in("en");

        notification.deliver(order.created());
        List<MimeMessage> before = mailsTo(order);
        notification.deliver(order.paid());

        assertThat(before).isEmpty();
        MimeMessage mail = onlyMailTo(order);
        assertThat(mail.getSubject()).isEqualTo("We have your order: MR-100001");
        assertThat((String) mail.getContent()).contains("1 x Santoku knife: ₩89,000", "Total: ₩117,000");
        assertThat(mail.getMessageID()).isEqualTo("<" + order.id() + ".confirmation@marketplace.local>");
    }

    @Test
    void a_customer_who_reads_korean_gets_korean_mails() throws MessagingException, IOException {
        AnOrder order = AnOrder.in("ko");

        notification.deliver(order.created(), order.paid(), order.cancelled("생각이 바뀌었어요"), order.refunded(117_000));

        assertThat(subjects(order))
                .containsExactly("주문이 접수되었습니다: MR-100001", "주문이 취소되었습니다: MR-100001", "환불되었습니다: MR-100001");
        assertThat(text(order, 0)).contains("2 x 보성 녹차: ₩28,000", "합계: ₩117,000");
        assertThat(text(order, 1)).contains("사유: 생각이 바뀌었어요", "결제하신 ₩117,000은 전액 환불됩니다.");
        assertThat(text(order, 2)).contains("환불 금액: ₩117,000");
    }

    @Test
    void a_cancelled_order_says_why_and_that_the_money_comes_back_if_it_was_paid()
            throws MessagingException, IOException {
        AnOrder paid = AnOrder.in("en");
        AnOrder unpaid = AnOrder.in("en");

        notification.deliver(paid.created(), paid.paid(), paid.cancelled("changed my mind"));
        notification.deliver(unpaid.created(), unpaid.cancelled("card declined"));

        assertThat(subjects(paid))
                .containsExactly("We have your order: MR-100001", "Your order is cancelled: MR-100001");
        assertThat(text(paid, 1)).contains("Reason: changed my mind", "You paid ₩117,000. All of it comes back");
        assertThat(subjects(unpaid)).containsExactly("Your order is cancelled: MR-100001");
        assertThat(text(unpaid, 0)).contains("Reason: card declined", "If anything was charged for it");
    }

    @Test
    void why_an_order_was_cancelled_is_said_in_the_customer_s_language() throws MessagingException, IOException {
        AnOrder korean = AnOrder.in("ko");
        AnOrder english = AnOrder.in("en");
        AnOrder newer = AnOrder.in("ko");
        CancellationCause soldOut = new CancellationCause(CancellationCause.SOLD_OUT, "TEA");

        notification.deliver(korean.created(), korean.cancelled(soldOut));
        notification.deliver(english.created(), english.cancelled(soldOut));
        notification.deliver(newer.created(), newer.cancelled(new CancellationCause("A_NEWER_CODE")));

        assertThat(text(korean, 0)).contains("사유: '보성 녹차' 상품이 품절되었습니다.");
        assertThat(text(english, 0)).contains("Reason: The reason in English.");
        assertThat(text(newer, 0)).contains("사유: The reason in English.");
    }

    @Test
    void how_many_are_left_is_said_in_korean_where_it_is_known() throws MessagingException, IOException {
        AnOrder counted = AnOrder.in("ko");
        AnOrder older = AnOrder.in("ko");

        notification.deliver(
                counted.created(), counted.cancelled(new CancellationCause(CancellationCause.TOO_FEW_LEFT, "TEA", 1L)));
        notification.deliver(
                older.created(), older.cancelled(new CancellationCause(CancellationCause.TOO_FEW_LEFT, "TEA")));

        assertThat(text(counted, 0)).contains("사유: '보성 녹차' 상품의 재고가 1개뿐입니다.");
        assertThat(text(older, 0)).contains("사유: '보성 녹차' 상품의 재고가 부족합니다.");
    }

    @Test
    void a_refund_is_told_if_money_went_back() throws MessagingException, IOException {
        AnOrder charged = AnOrder.in("en");
        AnOrder notCharged = AnOrder.in("en");

        notification.deliver(charged.created(), notCharged.created());
        notification.deliver(charged.refunded(117_000), notCharged.refunded(0));

        assertThat(subjects(charged)).containsExactly("Your money is on its way back: MR-100001");
        assertThat(text(charged, 0)).contains("Refund: ₩117,000");
        assertThat(mailsTo(notCharged)).isEmpty();
    }

    @Test
    void CO_1_shuffled_duplicates_send_each_mail_once() throws MessagingException {
        List<AnOrder> orders = Stream.generate(() -> AnOrder.in("en")).limit(10).toList();
        List<IncomingMessage> twice = new ArrayList<>();
        for (AnOrder order : orders) {
            List<IncomingMessage> all =
                    List.of(order.created(), order.paid(), order.cancelled("late"), order.refunded(117_000));
            twice.addAll(all);
            all.forEach(message -> twice.add(again(message)));
        }
        Collections.shuffle(twice, new Random(11));

        notification.deliver(twice.toArray(IncomingMessage[]::new));
        notification.deliver(twice.toArray(IncomingMessage[]::new));

        for (AnOrder order : orders) {
            assertThat(subjects(order))
                    .containsExactlyInAnyOrder(
                            "We have your order: MR-100001",
                            "Your order is cancelled: MR-100001",
                            "Your money is on its way back: MR-100001");
        }
    }

    @Test
    void a_second_event_of_the_same_kind_sends_no_second_mail() throws MessagingException {
        AnOrder order = AnOrder.in("en");

        notification.deliver(order.created(), order.paid(), order.paid(), order.created(), order.paid());

        assertThat(mailsTo(order)).hasSize(1);
    }

    @Test
    void what_is_heard_of_before_the_order_is_waits_for_it() throws MessagingException, IOException {
        AnOrder order = AnOrder.in("en");

        notification.deliver(order.refunded(117_000), order.cancelled("late"), order.paid());
        List<MimeMessage> before = mailsTo(order);
        notification.deliver(order.created());

        assertThat(before).isEmpty();
        assertThat(subjects(order)).hasSize(3).doesNotHaveDuplicates();
        assertThat(notification.deadLetters()).isEmpty();
        assertThat(notification.count("waiting_letters", order.id())).isZero();
    }

    @Test
    void what_was_sent_is_recorded_and_told_in_the_same_transaction() {
        AnOrder order = AnOrder.in("en");

        notification.deliver(order.created(), order.cancelled("late"));

        assertThat(notification.count("emails", order.id())).isEqualTo(1);
        assertThat(notification
                        .jdbc()
                        .sql("SELECT aggregate_type, event_type, status, payload"
                                + " FROM notification.outbox_events WHERE aggregate_id = ?")
                        .param(order.id().toString())
                        .query()
                        .singleRow())
                .containsEntry("aggregate_type", "Email")
                .containsEntry("event_type", "EmailSent")
                .containsEntry("status", "PENDING")
                .extractingByKey("payload")
                .asString()
                .contains("\"emailType\":\"CANCELLATION\"", order.id() + ".cancellation@marketplace.local");
    }

    @Test
    void an_order_number_with_line_breaks_makes_no_header() throws MessagingException {
        AnOrder order = AnOrder.in("en").numbered("MR-1\r\nBcc: all@example.com");

        notification.deliver(order.created(), order.paid());

        MimeMessage mail = onlyMailTo(order);
        assertThat(mail.getSubject()).isEqualTo("We have your order: MR-1 Bcc: all@example.com");
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getAllRecipients()).hasSize(1);
    }

    private static MimeMessage onlyMailTo(AnOrder order) throws MessagingException {
        assertThat(mailsTo(order)).hasSize(1);
        return mailsTo(order).getFirst();
    }

    private static List<String> subjects(AnOrder order) throws MessagingException {
        List<String> subjects = new ArrayList<>();
        for (MimeMessage mail : mailsTo(order)) {
            subjects.add(mail.getSubject());
        }
        return subjects;
    }

    private static String text(AnOrder order, int mail) throws MessagingException, IOException {
        return (String) mailsTo(order).get(mail).getContent();
    }

    private static List<MimeMessage> mailsTo(AnOrder order) throws MessagingException {
        List<MimeMessage> found = new ArrayList<>();
        for (MimeMessage mail : smtp.getReceivedMessages()) {
            if (mail.getRecipients(RecipientType.TO)[0].toString().equals(order.email())) {
                found.add(mail);
            }
        }
        return found;
    }
}
