package io.millrace.marketplace.notification;

import io.millrace.marketplace.notification.mailbox.Mailbox;
import io.millrace.marketplace.service.MarketplaceService;
import io.millrace.marketplace.service.ServiceApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** Tells customers about their orders. */
@MarketplaceService
@ImportAutoConfiguration(MailSenderAutoConfiguration.class)
public class NotificationApplication {

    /** Starts the service; arguments are Spring Boot's, such as {@code --server.port=8083}. */
    public static ConfigurableApplicationContext start(String... args) {
        return application().run(args);
    }

    /** As {@link #start(String...)}, with the mailbox of a demo's mail server to look into. */
    public static ConfigurableApplicationContext start(Mailbox mailbox, String... args) {
        return application()
                .initializers(context -> context.getBeanFactory().registerSingleton("mailbox", mailbox))
                .run(args);
    }

    /** Runs the service by itself. */
    public static void main(String[] args) {
        start(args);
    }

    /** The service, for those who give it beans of their own, such as what other services write. */
    public static SpringApplicationBuilder application() {
        return ServiceApplication.of(NotificationApplication.class, "notification");
    }
}
