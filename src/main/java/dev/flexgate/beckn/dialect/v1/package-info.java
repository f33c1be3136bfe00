/** Beckn 1.1.1: search, order and tags; compute windows are items, what the generation has no word for are tags. */
@NullMarked
package dev.flexgate.beckn.dialect.v1;

import org.jspecify.annotations.NullMarked;
