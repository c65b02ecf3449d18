package io.millrace.marketplace.notification.email;

import io.millrace.marketplace.contracts.EmailSent;
import java.util.Locale;

/** What an e-mail is for. A customer gets one of each type about an order at most. */
enum EmailType {

    /** The order is paid. */
    CONFIRMATION(EmailSent.CONFIRMATION),

    /** The order was called off. */
    CANCELLATION("CANCELLATION"),

    /** Money went back. */
    REFUND("REFUND");

    private final String durableName;

    EmailType(String durableName) {
        this.durableName = durableName;
    }

    /** The name in events, tables and keys. */
    String durableName() {
        return durableName;
    }

    /** As part of a Message-ID. */
    String inLowerCase() {
        return durableName.toLowerCase(Locale.ROOT);
    }
}
