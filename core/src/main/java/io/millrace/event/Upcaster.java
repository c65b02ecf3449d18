package io.millrace.event;

import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Lifts the JSON of an event from one version of its type to the next, whenever an old one is read. */
public record Upcaster(String type, int fromVersion, UnaryOperator<ObjectNode> lift) {

    public Upcaster {
        if (fromVersion < 1) {
            throw new IllegalArgumentException("versions count from 1, not " + fromVersion);
        }
    }
}
