package io.millrace.marketplace.notification.email;

/** The words of an e-mail about an order. */
record Letter(String subject, String text) {}
