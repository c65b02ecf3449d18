package io.millrace.marketplace.app;

import io.millrace.marketplace.notification.mailbox.Mailbox;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where e-mails go: a mail server in this process, whose mailbox can be read, or somebody else's. */
interface PostOffice extends Server {

    static PostOffice open(@Nullable MailServer foreign) {
        return foreign == null ? BuiltInPostOffice.open() : new Foreign(foreign);
    }

    MailServer server();

    /** What the server received; empty where only its owner knows. */
    Optional<Mailbox> mailbox();

    /** A mail server that somebody else runs. */
    record Foreign(MailServer server) implements PostOffice {

        @Override
        public Optional<Mailbox> mailbox() {
            return Optional.empty();
        }

        @Override
        public void kill() {}

        @Override
        public void close() {}
    }
}
