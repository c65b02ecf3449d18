package io.millrace.marketplace.app;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.millrace.marketplace.notification.mailbox.Mailbox;
import io.millrace.marketplace.notification.mailbox.ReceivedMail;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A mail server in this process; it forgets its mails when it ends. */
record BuiltInPostOffice(GreenMail greenMail) implements PostOffice {

    private static final String HOST = "127.0.0.1";

    static BuiltInPostOffice open() {
        GreenMail greenMail = new GreenMail(new ServerSetup(0, HOST, ServerSetup.PROTOCOL_SMTP))
                .withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
        greenMail.start();
        return new BuiltInPostOffice(greenMail);
    }

    @Override
    public MailServer server() {
        return new MailServer(HOST, greenMail.getSmtp().getPort());
    }

    @Override
    public Optional<Mailbox> mailbox() {
        return Optional.of(this::mailsTo);
    }

    private List<ReceivedMail> mailsTo(String address) {
        return Stream.of(greenMail.getReceivedMessages())
                .filter(mail -> isTo(mail, address))
                .map(mail -> read(mail, address))
                .toList();
    }

    private static boolean isTo(MimeMessage mail, String address) {
        try {
            return Stream.of(mail.getRecipients(Message.RecipientType.TO))
                    .anyMatch(to -> to instanceof InternetAddress known
                            && known.getAddress().equalsIgnoreCase(address));
        } catch (MessagingException e) {
            throw unreadable(e);
        }
    }

    private static ReceivedMail read(MimeMessage mail, String address) {
        try {
            String text =
                    String.valueOf(mail.getContent()).replace("\r\n", "\n").stripTrailing();
            return new ReceivedMail(
                    address, mail.getSubject(), mail.getReceivedDate().toInstant(), text);
        } catch (MessagingException e) {
            throw unreadable(e);
        } catch (IOException e) {
            throw new UncheckedIOException("an e-mail can't be read", e);
        }
    }

    private static IllegalStateException unreadable(MessagingException e) {
        return new IllegalStateException("an e-mail can't be read", e);
    }

    @Override
    public void kill() {
        close();
    }

    @Override
    public void close() {
        greenMail.stop();
    }
}
