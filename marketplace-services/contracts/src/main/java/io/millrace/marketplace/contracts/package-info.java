/** What the services of the marketplace tell each other: integration events, and nothing else. */
@NullMarked
package io.millrace.marketplace.contracts;

import org.jspecify.annotations.NullMarked;
