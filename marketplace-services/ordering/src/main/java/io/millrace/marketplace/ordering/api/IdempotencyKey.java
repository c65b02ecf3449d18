package io.millrace.marketplace.ordering.api;

import io.millrace.event.EventIds;
import io.millrace.marketplace.service.InvalidRequestException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The client's name for one attempt to order. Order ids are made from it, so the event store itself recognises a
 * repeat, at the same moment or years later; two customers may use the same key.
 */
record IdempotencyKey(@Nullable String value) {

    static final String HEADER = "Idempotency-Key";
    private static final int LONGEST = 200;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    IdempotencyKey {
        if (value != null
                && !(value.length() <= LONGEST && value.matches("[\\x21-\\x7E]([\\x20-\\x7E]*[\\x21-\\x7E])?"))) {
            throw new InvalidRequestException(
                    HEADER, "The header %s has 1 to %d printable ASCII characters.".formatted(HEADER, LONGEST));
        }
    }

    /** The id of the order that a customer places with this key; a new one each time where there is no key. */
    UUID orderIdFor(String customerId) {
        return value == null ? EventIds.next() : named(customerId.length() + ":" + customerId + value);
    }

    private static UUID named(String name) {
        ByteBuffer hash = ByteBuffer.wrap(sha256().digest(name.getBytes(StandardCharsets.UTF_8)));
        long high = (hash.getLong() & ~0xF000L) | VERSION_8;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | VARIANT;
        return new UUID(high, low);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
