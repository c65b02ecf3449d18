package io.millrace.marketplace.app;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.MessageDeliveryHandler;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.millrace.marketplace.notification.mailbox.Mailbox;
import io.millrace.marketplace.notification.mailbox.ReceivedMail;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** A mail server in this process. It keeps the newest mails to each address, and forgets all when it ends. */
record BuiltInPostOffice(GreenMail greenMail) implements PostOffice {

    private static final String HOST = "127.0.0.1";
    private static final int KEPT = 500;

    static BuiltInPostOffice open() {
        GreenMail greenMail = new GreenMail(new ServerSetup(0, HOST, ServerSetup.PROTOCOL_SMTP))
                .withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
        greenMail.start();
        forgetOld(greenMail.getUserManager());
        return new BuiltInPostOffice(greenMail);
    }

    private static void forgetOld(UserManager users) {
        MessageDeliveryHandler usual = users.getMessageDeliveryHandler();
        users.setMessageDeliveryHandler((mail, address) -> {
            GreenMailUser user = usual.handle(mail, address);
            makeRoom(inbox(users, user));
            return user;
        });
    }

    /** For one more mail. Several that arrive at once may be kept beyond the limit, until the next one comes. */
    private static void makeRoom(MailFolder inbox) {
        synchronized (inbox) {
            List<StoredMessage> mails = inbox.getMessages();
            if (mails.size() >= KEPT) {
                mails.subList(0, mails.size() - KEPT + 1).forEach(mail -> mail.setFlag(Flags.Flag.DELETED, true));
                expunge(inbox);
            }
        }
    }

    private static void expunge(MailFolder inbox) {
        try {
            inbox.expunge();
        } catch (FolderException e) {
            throw new IllegalStateException("old e-mails can't be forgotten", e);
        }
    }

    private static MailFolder inbox(UserManager users, GreenMailUser user) {
        try {
            return users.getImapHostManager().getInbox(user);
        } catch (FolderException e) {
            throw new IllegalStateException("the mailbox of " + user.getEmail() + " can't be opened", e);
        }
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
        UserManager users = greenMail.getUserManager();
        GreenMailUser user = users.getUserByEmail(address);
        if (user == null) {
            return List.of();
        }
        return inbox(users, user).getNonDeletedMessages().stream()
                .map(mail -> read(mail.getMimeMessage(), address))
                .toList();
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
