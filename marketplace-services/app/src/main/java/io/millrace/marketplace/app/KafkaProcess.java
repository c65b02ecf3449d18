package io.millrace.marketplace.app;

import io.millrace.testkit.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka in a process of its own, which is started again by itself when it ends. Whoever publishes or consumes
 * waits meanwhile. Safe for use by many threads.
 */
public final class KafkaProcess implements Server {

    private static final Logger log = LoggerFactory.getLogger(KafkaProcess.class);

    private final EmbeddedKafka server;
    private final Duration restartAfter;
    private final Consumer<String> notices;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<CountDownLatch> wanted = new AtomicReference<>(new CountDownLatch(1));
    private final Thread supervisor;

    private KafkaProcess(Path directory, int port, Duration restartAfter, Consumer<String> notices) {
        this.server =
                EmbeddedKafka.builder().dataDirectory(directory).port(port).build();
        this.restartAfter = restartAfter;
        this.notices = notices;
        this.supervisor = Thread.ofPlatform().name("kafka-supervisor").daemon().unstarted(this::supervise);
    }

    /** Starts it in the background, for nobody has to wait for it. */
    static KafkaProcess start(Path directory, int port, Duration restartAfter, Consumer<String> notices) {
        KafkaProcess kafka = new KafkaProcess(directory, port, restartAfter, notices);
        kafka.supervisor.start();
        return kafka;
    }

    public String bootstrapServers() {
        return server.bootstrapServers();
    }

    /** Whether it serves. */
    public boolean isReady() {
        return server.isReady();
    }

    /** The id of its process; empty before its first start. */
    OptionalLong pid() {
        try {
            return OptionalLong.of(server.pid());
        } catch (IllegalStateException notStarted) {
            return OptionalLong.empty();
        }
    }

    /** Kills it with signal 9, as a crash would. */
    @Override
    public void kill() {
        server.kill();
    }

    /** Starts it now if it has ended, without waiting for its turn. */
    public void startNow() {
        wanted.get().countDown();
    }

    private void supervise() {
        try {
            while (closing.getCount() > 0) {
                CountDownLatch now = new CountDownLatch(1);
                wanted.set(now);
                String end = runOnce();
                if (closing.getCount() > 0) {
                    notices.accept("%s; it starts again in %d s".formatted(end, restartAfter.toSeconds()));
                    now.await(restartAfter.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            log.debug("nobody looks after Kafka any more");
        }
    }

    /** Returns how its run ended. */
    private String runOnce() {
        try {
            server.start();
            notices.accept("Kafka is up at " + bootstrapServers());
            ProcessHandle.of(server.pid()).map(ProcessHandle::onExit).ifPresent(CompletableFuture::join);
            return "Kafka has ended";
        } catch (RuntimeException | AssertionError e) {
            log.warn("Kafka did not start", e);
            return "Kafka did not start, see " + server.log();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        startNow();
        server.close();
    }
}
