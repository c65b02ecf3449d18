package io.millrace.spring;

import io.millrace.consumer.LogSource;
import java.util.List;

/**
 * What this application writes for others, where {@code millrace.broker} is {@code none}. Its own consumers read it;
 * another application in the same process reads it if it gets the sources as beans.
 */
public record LogSources(List<LogSource> all) {

    public LogSources {
        all = List.copyOf(all);
    }
}
