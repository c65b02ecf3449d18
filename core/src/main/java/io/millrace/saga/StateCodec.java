package io.millrace.saga;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** States as JSON. Unknown properties are ignored. */
final class StateCodec {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private StateCodec() {}

    static String encode(Object state) {
        try {
            return MAPPER.writeValueAsString(state);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the state %s can't be written as JSON (%s): make it a record of records, lists, texts, numbers"
                            .formatted(state.getClass().getName(), e.getClass().getSimpleName()),
                    e);
        }
    }

    static <S> S decode(String json, Class<S> type) {
        try {
            S state = MAPPER.readValue(json, type);
            if (state == null) {
                throw new IllegalArgumentException("the stored state is empty");
            }
            return state;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the stored state does not fit %s (%s)"
                            .formatted(type.getName(), e.getClass().getSimpleName()),
                    e);
        }
    }
}
