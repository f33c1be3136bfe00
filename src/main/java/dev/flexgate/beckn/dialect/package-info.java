/** How Beckn messages are written: pure codecs between JSON and messages, one a generation of the protocol. */
@NullMarked
package dev.flexgate.beckn.dialect;

import org.jspecify.annotations.NullMarked;
