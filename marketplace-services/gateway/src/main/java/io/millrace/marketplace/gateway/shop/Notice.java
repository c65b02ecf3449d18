package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.services.ServiceRefusal;

/** A message above the page's content; a refusal carries the service's own sentence too. */
record Notice(boolean refused, String text, String detail) {

    static final Notice NONE = new Notice(false, "", "");

    static Notice done(String text) {
        return new Notice(false, text, "");
    }

    static Notice refused(String text) {
        return new Notice(true, text, "");
    }

    static Notice refused(String text, ServiceRefusal refusal) {
        return new Notice(true, text, refusal.detail());
    }
}
