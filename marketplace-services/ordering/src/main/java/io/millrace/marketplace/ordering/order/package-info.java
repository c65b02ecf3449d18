/** The order: its commands, its events and its rules, in plain Java. */
@NullMarked
package io.millrace.marketplace.ordering.order;

import org.jspecify.annotations.NullMarked;
