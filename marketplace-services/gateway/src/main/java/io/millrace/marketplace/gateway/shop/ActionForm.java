package io.millrace.marketplace.gateway.shop;

import java.util.Map;
import java.util.Set;

/** The forms below an order as they were typed, with what came of it. */
record ActionForm(String trackingNumber, String reason, Map<String, String> mistakes, Notice notice) {

    private static final Set<String> ACTIONS = Set.of("ship", "cancel");

    ActionForm {
        mistakes = Map.copyOf(mistakes);
    }

    /** Empty forms; {@code done} names the action that has just succeeded, if one has. */
    static ActionForm blank(Words words, String done) {
        Notice notice = ACTIONS.contains(done) ? Notice.done(words.text("done." + done)) : Notice.NONE;
        return new ActionForm("", "", Map.of(), notice);
    }

    ActionForm with(Notice answer) {
        return new ActionForm(trackingNumber, reason, mistakes, answer);
    }

    ActionForm with(String field, String mistake) {
        return new ActionForm(trackingNumber, reason, Map.of(field, mistake), notice);
    }
}
