/** What every request passes: limits, security headers, problem details. */
@NullMarked
package io.millrace.marketplace.gateway.http;

import org.jspecify.annotations.NullMarked;
