package io.millrace.marketplace.notification.email;

import io.millrace.marketplace.contracts.OrderCreated;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.MailException;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** Sends confirmations over SMTP. */
@Component
final class ConfirmationMailer {

    private final JavaMailSender sender;
    private final String from;

    ConfirmationMailer(JavaMailSender sender, @Value("${marketplace.mail.from}") String from) {
        this.sender = sender;
        this.from = from;
    }

    /**
     * Returns the Message-ID once the mail server has taken the mail.
     *
     * @param eventId makes the Message-ID, so a mail that is sent again can be recognised as the same
     */
    String send(OrderCreated order, UUID eventId) {
        String messageId = "<" + eventId + "@marketplace.local>";
        MimeMessage mail = sender.createMimeMessage();
        try {
            compose(mail, order);
            mail.setHeader("Message-ID", messageId);
        } catch (MessagingException e) {
            throw new MailPreparationException("order " + order.orderNumber() + " can't be confirmed by e-mail", e);
        }
        try {
            sender.send(mail);
        } catch (MailException e) {
            throw MailFailures.sorted(e);
        }
        return messageId;
    }

    private void compose(MimeMessage mail, OrderCreated order) throws MessagingException {
        Confirmation confirmation = ConfirmationTexts.of(order);
        MimeMessageHelper helper = new MimeMessageHelper(mail, StandardCharsets.UTF_8.name());
        helper.setFrom(from);
        helper.setTo(recipient(order.email()));
        helper.setSubject(oneLine(confirmation.subject()));
        helper.setText(confirmation.text());
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
