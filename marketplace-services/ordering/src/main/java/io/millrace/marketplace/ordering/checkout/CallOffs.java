package io.millrace.marketplace.ordering.checkout;

import java.util.Optional;
import java.util.UUID;

/** Why customers called off orders whose checkout was under way. */
@FunctionalInterface
interface CallOffs {

    /** Empty where nobody did. */
    Optional<String> reasonOf(UUID orderId);
}
