/** What the placement room promises. */
@NullMarked
package dev.flexgate.placement;

import org.jspecify.annotations.NullMarked;
