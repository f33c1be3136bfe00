/** What the feed room promises. */
@NullMarked
package dev.flexgate.feed;

import org.jspecify.annotations.NullMarked;
