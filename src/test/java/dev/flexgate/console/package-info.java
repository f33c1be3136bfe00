/** Tests of the pages, in a real browser against a whole gateway. */
@NullMarked
package dev.flexgate.console;

import org.jspecify.annotations.NullMarked;
