package io.millrace.marketplace.notification.email;

/** The words of an e-mail that confirms an order. */
record Confirmation(String subject, String text) {}
