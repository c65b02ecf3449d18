@NullMarked
package io.millrace.marketplace.inventory;

import org.jspecify.annotations.NullMarked;
