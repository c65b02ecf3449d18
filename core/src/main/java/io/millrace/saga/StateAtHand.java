package io.millrace.saga;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The state of one instance, read once and only if it is asked for. For one thread. */
final class StateAtHand<S extends Record> {

    private final Class<S> type;
    private final String json;
    private @Nullable S decoded;

    StateAtHand(Class<S> type, String json) {
        this.type = type;
        this.json = json;
    }

    /** @throws DefinitionException if what is stored does not fit the type */
    S get() {
        S known = decoded;
        if (known == null) {
            known = DefinitionException.unless("reading the state", () -> StateCodec.decode(json, type));
            decoded = known;
        }
        return known;
    }

    String json() {
        return json;
    }

    /** @throws DefinitionException if it can't be folded, or not be stored then */
    StateAtHand<S> folded(String after, UnaryOperator<S> fold) {
        S next = DefinitionException.unless("the fold of " + after, () -> fold.apply(get()));
        String written = DefinitionException.unless("writing the state after " + after, () -> StateCodec.encode(next));
        StateAtHand<S> then = new StateAtHand<>(type, written);
        then.decoded = next;
        return then;
    }
}
