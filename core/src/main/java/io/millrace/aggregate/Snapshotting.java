package io.millrace.aggregate;

import io.millrace.store.StreamId;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps snapshots of one aggregate type. A snapshot that can't be kept or read only costs time: it is logged and
 * the events are replayed.
 *
 * @param <S> the aggregate's state
 */
public final class Snapshotting<S> {

    /** How a state becomes text and back; raise the schema when the shape of the state changes. */
    public record Format<S>(int schema, Function<S, String> write, Function<String, S> read) {}

    private static final Logger log = LoggerFactory.getLogger(Snapshotting.class);

    private final Snapshots snapshots;
    private final SnapshotPolicy policy;
    private final Format<S> format;

    public Snapshotting(Snapshots snapshots, SnapshotPolicy policy, Format<S> format) {
        this.snapshots = snapshots;
        this.policy = policy;
        this.format = format;
    }

    /** Takes none. */
    public static <S> Snapshotting<S> off() {
        return new Snapshotting<>(Snapshots.none(), (before, now) -> false, new Format<>(0, String::valueOf, text -> {
            throw new IllegalStateException("no snapshot was ever kept");
        }));
    }

    Optional<CommandHandler.Loaded<S>> latest(StreamId stream) {
        try {
            return snapshots
                    .latest(stream, format.schema())
                    .map(kept -> new CommandHandler.Loaded<>(format.read().apply(kept.text()), kept.version()));
        } catch (RuntimeException e) {
            log.warn("replaying {} from its start, for its snapshot can't be read: {}", stream, e.toString());
            return Optional.empty();
        }
    }

    void after(StreamId stream, long versionBefore, CommandHandler.Loaded<S> now) {
        if (!policy.isDue(versionBefore, now.version())) {
            return;
        }
        try {
            String text = format.write().apply(now.state());
            snapshots.keep(stream, new Snapshot(now.version(), format.schema(), text));
        } catch (RuntimeException e) {
            log.warn("no snapshot of {} was kept: {}", stream, e.toString());
        }
    }
}
