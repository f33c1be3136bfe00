/** What holds for the room {@code webhook}. */
@NullMarked
package dev.flexgate.webhook;

import org.jspecify.annotations.NullMarked;
