package io.millrace.consumer;

import io.millrace.log.Log;
import io.millrace.log.Page;
import io.millrace.outbox.Destinations;
import io.millrace.outbox.Outgoing;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.Unsendable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a consumer reads of a source: the messages of its topics, and what might have become one of them. */
record SelectedTopics(LogSource source, List<String> topics) implements Log<Outgoing> {

    @Override
    public Page<Outgoing> read(long after, int limit) {
        Page<? extends Outgoing> page = source.log().read(after, limit);
        List<Outgoing> selected = page.records().stream()
                .filter(this::isSelected)
                .<Outgoing>map(outgoing -> outgoing)
                .toList();
        return new Page<>(selected, page.through());
    }

    private boolean isSelected(Outgoing outgoing) {
        return switch (outgoing) {
            case OutgoingMessage message -> topics.contains(source.topicOf(message));
            case Unsendable unsendable -> mayBeSelected(unsendable.stored());
        };
    }

    /** What type of event it would have become is not known, of which aggregate it is. */
    private boolean mayBeSelected(OutgoingMessage stored) {
        String ofAggregate = Destinations.perAggregate(source.destinations().prefix())
                .topic(stored.aggregateType(), stored.metadata().type());
        return topics.stream().anyMatch(topic -> topic.equals(ofAggregate) || topic.startsWith(ofAggregate + "."));
    }

    @Override
    public boolean await(long after, Duration atMost) throws InterruptedException {
        return source.log().await(after, atMost);
    }

    @Override
    public long last() {
        return source.log().last();
    }

    @Override
    public long oldest() {
        return source.log().oldest();
    }

    @Override
    public void admit(String subscription, long position) {
        source.log().admit(subscription, position);
    }

    @Override
    public Optional<Instant> writtenAfter(long position) {
        return source.log().writtenAfter(position);
    }
}
