/** What the grid operator's door promises. */
@NullMarked
package dev.flexgate.flexibility;

import org.jspecify.annotations.NullMarked;
