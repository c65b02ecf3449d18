package io.millrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.EmbeddedPostgres;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;

/** The servers that all benchmarks of a run share, started when one needs them. For one thread. */
final class Stage implements AutoCloseable {

    private final Scale scale;
    private final Lazily<EmbeddedPostgres> postgres = new Lazily<>(Stage::startPostgres);
    private final Lazily<EmbeddedKafka> kafka =
            new Lazily<>(() -> EmbeddedKafka.builder().start());

    Stage(Scale scale) {
        this.scale = scale;
    }

    Scale scale() {
        return scale;
    }

    EmbeddedKafka kafka() {
        return kafka.get();
    }

    /** A new database with Millrace's tables. */
    BenchDatabase database() {
        return BenchDatabase.in(postgres.get());
    }

    /** Makes a topic. */
    void createTopic(String name, int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** The machine and what ran on it, without its name. */
    String versions() {
        long gigabytes = Math.round(
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() / 1e9);
        return "%d cores, %d GB of memory, %s %s, JDK %s, PostgreSQL 18, Kafka %s."
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        gigabytes,
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version().feature(),
                        AppInfoParser.getVersion());
    }

    /** A commit is on disk when it is acknowledged; no checkpoint falls into a measurement by chance. */
    private static EmbeddedPostgres startPostgres() {
        return EmbeddedPostgres.builder()
                .fsync(true)
                .setting("shared_buffers", "1GB")
                .setting("max_wal_size", "16GB")
                .setting("checkpoint_timeout", "1h")
                .start();
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
    }

    private static final class Lazily<T extends AutoCloseable> {

        private final Supplier<T> start;
        private @Nullable T server;

        Lazily(Supplier<T> start) {
            this.start = start;
        }

        T get() {
            T running = server == null ? start.get() : server;
            server = running;
            return running;
        }

        void close() {
            try {
                if (server != null) {
                    server.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException("a server could not be stopped", e);
            }
        }
    }
}
