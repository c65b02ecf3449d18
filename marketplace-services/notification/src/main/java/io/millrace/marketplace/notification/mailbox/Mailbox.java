package io.millrace.marketplace.notification.mailbox;

import java.util.List;

/** Lets people look into the mail server of a demo. Whoever runs that server provides it. */
@FunctionalInterface
public interface Mailbox {

    /** What the server received for an address, oldest first. */
    List<ReceivedMail> mailsTo(String address);
}
