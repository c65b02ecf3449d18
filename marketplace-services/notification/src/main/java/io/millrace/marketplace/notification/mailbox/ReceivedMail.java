package io.millrace.marketplace.notification.mailbox;

import java.time.Instant;

/** An e-mail as it reached the mail server. */
public record ReceivedMail(String to, String subject, Instant receivedAt, String text) {}
