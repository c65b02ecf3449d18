/** For tests, and for applications that carry their servers with them: embedded servers and fixtures. */
@NullMarked
package io.millrace.testkit;

import org.jspecify.annotations.NullMarked;
