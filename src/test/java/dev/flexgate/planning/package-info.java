/** What the planning room promises. */
@NullMarked
package dev.flexgate.planning;

import org.jspecify.annotations.NullMarked;
