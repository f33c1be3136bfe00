/** What holds for the room {@code news}. */
@NullMarked
package dev.flexgate.news;

import org.jspecify.annotations.NullMarked;
