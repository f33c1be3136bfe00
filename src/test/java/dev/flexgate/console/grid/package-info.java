@NullMarked
package dev.flexgate.console.grid;

import org.jspecify.annotations.NullMarked;
