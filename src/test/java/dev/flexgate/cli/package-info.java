/** Tests of the command line, against a gateway in a process of its own. */
@NullMarked
package dev.flexgate.cli;

import org.jspecify.annotations.NullMarked;
