package io.millrace.log;

import java.util.Map;

/**
 * What a renewal changed.
 *
 * @param taken lanes that this member has from now on, and the positions they have passed
 * @param surplus so many lanes should be released, for other members have fewer
 */
public record Share(Map<Integer, Long> taken, int surplus) {

    public Share {
        taken = Map.copyOf(taken);
    }
}
