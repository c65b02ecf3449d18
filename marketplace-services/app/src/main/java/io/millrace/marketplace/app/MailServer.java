package io.millrace.marketplace.app;

/** Where an SMTP server listens. */
public record MailServer(String host, int port) {}
