/** Which part of a catalogue a consumer asked for: text search and path filters, in the forms that consumers really write. */
@NullMarked
package dev.flexgate.beckn.discovery;

import org.jspecify.annotations.NullMarked;
