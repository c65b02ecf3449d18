package io.millrace.marketplace.app;

import io.millrace.testkit.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;

/** The marketplace in a process of its own, with kept data and somebody else's mail server. */
public final class CrashingMarketplace {

    private CrashingMarketplace() {}

    /**
     * @param arguments the folder with the data, the port of the mail server, who sees to the checkout, and within how
     *     many seconds the card processor has to answer
     */
    public static void main(String[] arguments) {
        Settings settings = Settings.defaults()
                .mailServer(new MailServer("127.0.0.1", Integer.parseInt(arguments[1])))
                .checkout(Checkout.named(arguments[2]))
                .cardsAnswerWithin(Duration.ofSeconds(Long.parseLong(arguments[3])));
        Marketplace marketplace = Marketplace.start(Path.of(arguments[0]), settings);
        Runtime.getRuntime().addShutdownHook(new Thread(marketplace::close));
        System.out.println("ready " + marketplace.url());
        ChildJvm.waitForEver();
    }
}
