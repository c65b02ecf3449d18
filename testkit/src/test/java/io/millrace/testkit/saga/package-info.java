@NullMarked
package io.millrace.testkit.saga;

import org.jspecify.annotations.NullMarked;
