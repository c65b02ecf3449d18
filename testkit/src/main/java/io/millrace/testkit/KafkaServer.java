package io.millrace.testkit;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The process of an {@link EmbeddedKafka}: a broker and its controller in one. It ends when its standard input
 * does, which is when the process that started it closes it or dies.
 */
public final class KafkaServer {

    private static final long LONGEST_SHUTDOWN_SECONDS = 4;

    private KafkaServer() {}

    /** @param arguments the file with the server's properties, and the file to write once it serves */
    public static void main(String[] arguments) throws Exception {
        Properties properties = read(Path.of(arguments[0]));
        format(properties);
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        Thread.ofPlatform().daemon().name("end-with-parent").start(() -> endWithParent(server));
        try {
            server.startup();
            Files.writeString(
                    Path.of(arguments[1]), Long.toString(ProcessHandle.current().pid()));
            server.awaitShutdown();
        } catch (Throwable e) {
            // The controller may have started without the broker, and would keep the process alive.
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static void format(Properties properties) throws Exception {
        new Formatter()
                .setClusterId(properties.getProperty("cluster.id"))
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .addDirectory(properties.getProperty("log.dirs"))
                .setMetadataLogDirectory(properties.getProperty("log.dirs"))
                .setControllerListenerName(properties.getProperty("controller.listener.names"))
                .setIgnoreFormatted(true)
                .setPrintStream(System.out)
                .run();
    }

    private static void endWithParent(KafkaRaftServer server) {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes; only the end counts.
            }
        } catch (IOException e) {
            System.out.println("standard input is gone: " + e);
        }
        CountDownLatch ended = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> {
            server.shutdown();
            ended.countDown();
        });
        try {
            boolean inTime = ended.await(LONGEST_SHUTDOWN_SECONDS, TimeUnit.SECONDS);
            Runtime.getRuntime().halt(inTime ? 0 : 1);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(1);
        }
    }
}
