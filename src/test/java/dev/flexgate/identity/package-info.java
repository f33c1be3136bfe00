/** What holds for the room {@code identity}. */
@NullMarked
package dev.flexgate.identity;

import org.jspecify.annotations.NullMarked;
