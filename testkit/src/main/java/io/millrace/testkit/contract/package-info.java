/** What every adapter of a port promises, as suites: an adapter's test extends one and makes the adapter. */
@NullMarked
package io.millrace.testkit.contract;

import org.jspecify.annotations.NullMarked;
