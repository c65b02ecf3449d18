/** What every runner shares: transactions, loops, waiting times. */
@NullMarked
package io.millrace.work;

import org.jspecify.annotations.NullMarked;
