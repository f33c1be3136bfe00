/** What the budget room promises. */
@NullMarked
package dev.flexgate.budget;

import org.jspecify.annotations.NullMarked;
