package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.notification.mailbox.Mailbox;
import io.millrace.marketplace.notification.mailbox.ReceivedMail;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;

class BuiltInPostOfficeTest {

    private final BuiltInPostOffice postOffice = BuiltInPostOffice.open();
    private final Mailbox mailbox = postOffice.mailbox().orElseThrow();

    @AfterEach
    void close() {
        postOffice.close();
    }

    @Test
    void an_address_sees_its_own_mails_however_it_is_written() {
        send("one@example.com", "first");
        send("other@example.com", "second");

        assertThat(mailbox.mailsTo("One@Example.com"))
                .extracting(ReceivedMail::subject)
                .containsExactly("first");
        assertThat(mailbox.mailsTo("nobody@example.com")).isEmpty();
    }

    @Test
    void the_newest_mails_to_an_address_are_kept_and_those_to_others_too() {
        send("other@example.com", "kept");
        for (int i = 1; i <= 510; i++) {
            send("one@example.com", "mail " + i);
        }

        List<ReceivedMail> mails = mailbox.mailsTo("one@example.com");
        assertThat(mails).hasSize(500);
        assertThat(mails.getFirst().subject()).isEqualTo("mail 11");
        assertThat(mails.getLast().subject()).isEqualTo("mail 510");
        assertThat(mailbox.mailsTo("other@example.com")).hasSize(1);
    }

    @Test
    void mails_that_arrive_at_once_do_not_outgrow_the_limit() throws InterruptedException {
        List<Callable<Object>> deliveries = IntStream.range(0, 600)
                .mapToObj(i -> Executors.callable(() -> send("one@example.com", "mail " + i)))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            threads.invokeAll(deliveries);
        }

        send("one@example.com", "last");

        List<ReceivedMail> mails = mailbox.mailsTo("one@example.com");
        assertThat(mails).hasSize(500);
        assertThat(mails.getLast().subject()).isEqualTo("last");
    }

    private void send(String to, String subject) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(postOffice.server().host());
        sender.setPort(postOffice.server().port());
        SimpleMailMessage mail = new SimpleMailMessage();
        mail.setFrom("shop@example.com");
        mail.setTo(to);
        mail.setSubject(subject);
        mail.setText("text");
        sender.send(mail);
    }
}
