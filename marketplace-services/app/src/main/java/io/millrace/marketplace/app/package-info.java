/** The whole marketplace in one process, started by one command. */
@NullMarked
package io.millrace.marketplace.app;

import org.jspecify.annotations.NullMarked;
