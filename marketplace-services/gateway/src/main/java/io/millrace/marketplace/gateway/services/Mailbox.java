package io.millrace.marketplace.gateway.services;

import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** What the demo's mail server received. */
@Component
public final class Mailbox {

    private final ServiceCalls calls;

    Mailbox(ServiceUrls urls, RestClient.Builder builder) {
        this.calls = new ServiceCalls("notification", urls.notification(), builder);
    }

    /** The e-mails to an address that name an order; none while the mailbox can't be reached. */
    public List<Mail> about(String orderNumber, String to) {
        try {
            return ServiceCalls.readAll(calls.get("/api/mailbox?to={to}", to), Mail.class).stream()
                    .filter(mail -> mail.mentions(orderNumber))
                    .toList();
        } catch (ServiceUnavailable | ServiceRefusal notNow) {
            return List.of();
        }
    }
}
