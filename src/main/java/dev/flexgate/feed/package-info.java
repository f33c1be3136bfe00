/**
 * Readings arriving: carbon intensity and energy prices, one adapter a provider. An answer passes {@link
 * dev.flexgate.feed.Provider#fetch} (fetched, judged, parsed) and is stored whole as a {@link
 * dev.flexgate.feed.Vintage}, so that what was known at any earlier moment can be asked again.
 */
@NullMarked
package dev.flexgate.feed;

import org.jspecify.annotations.NullMarked;
