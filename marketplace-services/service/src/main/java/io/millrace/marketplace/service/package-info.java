/** What every service of the marketplace runs on, and nothing of what any of them is about. */
@NullMarked
package io.millrace.marketplace.service;

import org.jspecify.annotations.NullMarked;
