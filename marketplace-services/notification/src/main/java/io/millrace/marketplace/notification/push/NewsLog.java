package io.millrace.marketplace.notification.push;

import io.millrace.event.EventCodec;
import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.event.EventTypes;
import io.millrace.log.Page;
import io.millrace.store.EventStore;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.NewEvent;
import io.millrace.store.RecordedEvent;
import io.millrace.store.StreamId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** News in the order in which everybody gets them, however many instances write and read. */
@Component
final class NewsLog {

    private final EventStore store;
    private final EventTypes types;
    private final EventCodec codec;
    private final Clock clock;

    NewsLog(EventStore store, EventTypes types, EventCodec codec, Clock clock) {
        this.store = store;
        this.types = types;
        this.codec = codec;
        this.clock = clock;
    }

    /** Joins the caller's transaction. Each is a stream of its own, so that no two writers ever wait for a version. */
    void add(News news) {
        EventMetadata metadata = types.describe(news, EventIds.next(), clock);
        StreamId stream = new StreamId("News", metadata.eventId().toString());
        store.append(stream, ExpectedVersion.none(), List.of(new NewEvent(metadata, news)));
    }

    /** The news after the position, settled ones only. */
    Page<PostedNews> read(long after, int limit) {
        Page<RecordedEvent> page = store.log().read(after, limit);
        return new Page<>(page.records().stream().map(this::posted).toList(), page.through());
    }

    boolean await(long after, Duration atMost) throws InterruptedException {
        return store.log().await(after, atMost);
    }

    long last() {
        return store.log().last();
    }

    private PostedNews posted(RecordedEvent recorded) {
        EventMetadata metadata = recorded.metadata();
        News news = (News) codec.decode(metadata.type(), metadata.version(), recorded.text());
        return new PostedNews(recorded.position(), news.orderId(), recorded.text());
    }
}
