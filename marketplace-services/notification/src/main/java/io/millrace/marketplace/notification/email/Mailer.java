package io.millrace.marketplace.notification.email;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.MailException;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** Sends letters over SMTP. */
@Component
final class Mailer {

    private final JavaMailSender sender;
    private final String from;

    Mailer(JavaMailSender sender, @Value("${marketplace.mail.from}") String from) {
        this.sender = sender;
        this.from = from;
    }

    /**
     * Returns once the mail server has taken the mail.
     *
     * @param messageId by which a mail that is sent again can be recognised as the same
     */
    void send(String email, String messageId, Letter letter) {
        MimeMessage mail = sender.createMimeMessage();
        try {
            compose(mail, email, letter);
            mail.setHeader("Message-ID", messageId);
        } catch (MessagingException e) {
            throw new MailPreparationException("'" + letter.subject() + "' can't be sent by e-mail", e);
        }
        try {
            sender.send(mail);
        } catch (MailException e) {
            throw MailFailures.sorted(e);
        }
    }

    private void compose(MimeMessage mail, String email, Letter letter) throws MessagingException {
        MimeMessageHelper helper = new MimeMessageHelper(mail, StandardCharsets.UTF_8.name());
        helper.setFrom(from);
        helper.setTo(recipient(email));
        helper.setSubject(oneLine(letter.subject()));
        helper.setText(letter.text());
    }

    private static InternetAddress recipient(String email) throws MessagingException {
        InternetAddress address = new InternetAddress(email, true);
        address.validate();
        return address;
    }

    /** A line break would end the header, and what follows it would be headers of the event's making. */
    private static String oneLine(String subject) {
        return subject.replaceAll("\\p{Cntrl}+", " ");
    }
}
