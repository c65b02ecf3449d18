@NullMarked
package io.millrace.marketplace.contracts;

import org.jspecify.annotations.NullMarked;
