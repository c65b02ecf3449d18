@NullMarked
package io.millrace.testkit.engine;

import org.jspecify.annotations.NullMarked;
