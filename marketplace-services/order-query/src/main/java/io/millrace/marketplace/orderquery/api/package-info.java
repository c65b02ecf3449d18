/** The read model over HTTP. */
@NullMarked
package io.millrace.marketplace.orderquery.api;

import org.jspecify.annotations.NullMarked;
