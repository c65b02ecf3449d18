package io.millrace.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events as JSON. Unknown properties are ignored, so that an older reader follows a newer writer within one
 * version; depth and size are limited.
 */
public final class JsonEventCodec implements EventCodec {

    /** What a document may be at the most: nesting, and length in characters. */
    public record Limits(int depth, int length) {

        /** 100 levels, 1 MiB. */
        public static Limits defaults() {
            return new Limits(100, 1 << 20);
        }
    }

    private final EventTypes types;
    private final Limits limits;
    private final JsonMapper mapper;

    public JsonEventCodec(EventTypes types) {
        this(types, Limits.defaults());
    }

    public JsonEventCodec(EventTypes types, Limits limits) {
        this.types = types;
        this.limits = limits;
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxDocumentLength(limits.length())
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .build())
                .build();
        this.mapper = JsonMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();
    }

    @Override
    public String encode(Object event) {
        EventTypes.Definition definition = types.definitionOf(event.getClass());
        String text = written(event, definition);
        requireLength(definition.name(), text);
        return text;
    }

    @Override
    public Object decode(String type, int version, String text) {
        EventTypes.Definition definition = types.named(type).orElseThrow(() -> new UnknownEventTypeException(type));
        if (version > definition.version()) {
            throw new NewerEventVersionException(type, version, definition.version());
        }
        requireLength(type, text);
        List<Upcaster> chain = types.from(definition, version);
        try {
            @Nullable
            Object event = chain.isEmpty()
                    ? mapper.readValue(text, definition.type())
                    : mapper.treeToValue(lift(text, chain), definition.type());
            if (event == null) {
                throw new IllegalArgumentException("not an object");
            }
            return event;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new EventFormatException("can't read the JSON of event type '%s': %s".formatted(type, gist(e)), e);
        }
    }

    private String written(Object event, EventTypes.Definition definition) {
        try {
            return mapper.writeValueAsString(event);
        } catch (JacksonException e) {
            throw new EventFormatException(
                    "can't write event type '%s' as JSON: %s".formatted(definition.name(), gist(e)), e);
        }
    }

    private JsonNode lift(String text, List<Upcaster> chain) {
        JsonNode tree = mapper.readTree(text);
        if (!(tree instanceof ObjectNode object)) {
            throw new IllegalArgumentException("not an object");
        }
        for (Upcaster upcaster : chain) {
            object = upcaster.lift().apply(object);
        }
        return object;
    }

    private void requireLength(String type, String text) {
        if (text.length() > limits.length()) {
            throw new EventFormatException("event type '%s' has %d characters of JSON, more than the %d allowed"
                    .formatted(type, text.length(), limits.length()));
        }
    }

    /** What is wrong and where; Jackson's own messages quote the payload. */
    private static String gist(Exception e) {
        return switch (e) {
            case StreamConstraintsException limit -> limit.getOriginalMessage();
            case JacksonException json -> {
                TokenStreamLocation at = json.getLocation();
                String place = at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
                yield json.getClass().getSimpleName() + place;
            }
            default -> String.valueOf(e.getMessage());
        };
    }
}
