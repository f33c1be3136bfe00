/** What holds for the room {@code wire}. */
@NullMarked
package dev.flexgate.wire;

import org.jspecify.annotations.NullMarked;
