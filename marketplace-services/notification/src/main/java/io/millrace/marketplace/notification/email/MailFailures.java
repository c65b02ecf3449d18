package io.millrace.marketplace.notification.email;

import io.millrace.work.TransientFailureException;
import jakarta.mail.MessagingException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.MailSendException;

/** Tells a mail that can't be delivered from a mail server that can't be reached. */
final class MailFailures {

    private static final int FIRST_PERMANENT = 550;
    private static final int LAST_PERMANENT = 559;

    private MailFailures() {}

    /**
     * The failure as it is, where it is the mail's own: a malformed one, a content that the server refuses, or a
     * recipient, also one whom it refuses for now, for nobody else's mail is to wait for his mailbox. Anything else
     * passes with time, or by mending the settings, and is a {@link TransientFailureException}.
     */
    static RuntimeException sorted(MailException failure) {
        if (failure instanceof MailParseException || failure instanceof MailPreparationException) {
            return failure;
        }
        if (all(failure).stream().anyMatch(MailFailures::isRefusal)) {
            return failure;
        }
        return new TransientFailureException(
                "the mail server takes no mail just now: " + failure.getMessage(), failure);
    }

    private static boolean isRefusal(Throwable failure) {
        return switch (failure) {
            case SMTPAddressFailedException refused -> true;
            case SMTPSendFailedException refused ->
                refused.getReturnCode() >= FIRST_PERMANENT && refused.getReturnCode() <= LAST_PERMANENT;
            default -> false;
        };
    }

    /** The failure and all that it carries: mail exceptions hang together in three ways. */
    private static Set<Throwable> all(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>(List.of(failure));
        while (!open.isEmpty()) {
            Throwable next = open.pop();
            if (!seen.add(next)) {
                continue;
            }
            if (next.getCause() != null) {
                open.push(next.getCause());
            }
            if (next instanceof MessagingException mail && mail.getNextException() != null) {
                open.push(mail.getNextException());
            }
            if (next instanceof MailSendException send) {
                open.addAll(List.of(send.getMessageExceptions()));
            }
        }
        return seen;
    }
}
