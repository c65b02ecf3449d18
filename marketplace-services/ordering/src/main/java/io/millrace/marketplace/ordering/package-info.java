/** The write side of the marketplace: orders as event streams, and the commands that people give. */
@NullMarked
package io.millrace.marketplace.ordering;

import org.jspecify.annotations.NullMarked;
