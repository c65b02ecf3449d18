package io.millrace.marketplace.app;

import io.millrace.testkit.ChildJvm;
import java.nio.file.Path;

/** The marketplace in a process of its own, with kept data and somebody else's mail server. */
public final class CrashingMarketplace {

    private CrashingMarketplace() {}

    /** @param arguments the folder with the data, and the port of the mail server */
    public static void main(String[] arguments) {
        Settings settings = Settings.defaults().mailServer(new MailServer("127.0.0.1", Integer.parseInt(arguments[1])));
        Marketplace marketplace = Marketplace.start(Path.of(arguments[0]), settings);
        Runtime.getRuntime().addShutdownHook(new Thread(marketplace::close));
        System.out.println("ready " + marketplace.url());
        ChildJvm.waitForEver();
    }
}
