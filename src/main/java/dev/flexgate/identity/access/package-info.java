/** Who may do what: API keys, browser sessions, and one table of rules in front of every route. */
@NullMarked
package dev.flexgate.identity.access;

import org.jspecify.annotations.NullMarked;
