/** The stock over HTTP, for the other services. */
@NullMarked
package io.millrace.marketplace.inventory.api;

import org.jspecify.annotations.NullMarked;
