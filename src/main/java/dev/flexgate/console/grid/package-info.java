/** A grid operator's side: what it asks for, what was ordered, whether it is delivered, and what it is worth. */
@NullMarked
package dev.flexgate.console.grid;

import org.jspecify.annotations.NullMarked;
