/** What a person sees: pages made on the server from what the rooms below know; takes no decisions of its own. */
@NullMarked
package dev.flexgate.console;

import org.jspecify.annotations.NullMarked;
