package io.millrace.marketplace.notification.email;

import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Occasions that were heard of before the order was: they wait for it. */
@Component
final class WaitingLetters {

    private final JdbcClient jdbc;
    private final EventTypes types;
    private final EventCodec codec;

    WaitingLetters(JdbcClient jdbc, EventTypes types, EventCodec codec) {
        this.jdbc = jdbc;
        this.types = types;
        this.codec = codec;
    }

    void add(Occasion occasion) {
        EventTypes.Definition type = types.definitionOf(occasion.event().getClass());
        jdbc.sql("""
                        INSERT INTO notification.waiting_letters (order_id, event_type, event_version, event)
                        VALUES (?, ?, ?, ?)
                        """)
                .params(occasion.orderId(), type.name(), type.version(), codec.encode(occasion.event()))
                .update();
    }

    /** Those that waited for the order; they don't any longer. */
    List<Occasion> take(UUID orderId) {
        return jdbc
                .sql("""
                        DELETE FROM notification.waiting_letters
                        WHERE order_id = ?
                        RETURNING event_type, event_version, event
                        """)
                .param(orderId)
                .query((row, number) ->
                        codec.decode(row.getString("event_type"), row.getInt("event_version"), row.getString("event")))
                .list()
                .stream()
                .map(event -> Occasion.of((MarketplaceEvent) event))
                .toList();
    }
}
