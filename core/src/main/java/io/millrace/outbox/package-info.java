/** Events that leave with the transaction that wrote them, and the relay that publishes them. */
@NullMarked
package io.millrace.outbox;

import org.jspecify.annotations.NullMarked;
