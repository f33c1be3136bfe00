/** The command line: one command a class. */
@NullMarked
package dev.flexgate.cli;

import org.jspecify.annotations.NullMarked;
