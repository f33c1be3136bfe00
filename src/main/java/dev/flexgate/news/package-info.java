/**
 * What happened, for those outside: audit records as events with a name, a topic and an audience, and the log followed
 * as it grows. Decides nothing and remembers nothing that the log does not hold.
 */
@NullMarked
package dev.flexgate.news;

import org.jspecify.annotations.NullMarked;
