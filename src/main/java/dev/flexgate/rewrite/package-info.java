/** Facts told in other words by somebody else's language model, and thrown away when a number in them is not a fact. */
@NullMarked
package dev.flexgate.rewrite;

import org.jspecify.annotations.NullMarked;
