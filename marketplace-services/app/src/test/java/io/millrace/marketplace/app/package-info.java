@NullMarked
package io.millrace.marketplace.app;

import org.jspecify.annotations.NullMarked;
