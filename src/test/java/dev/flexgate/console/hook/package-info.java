@NullMarked
package dev.flexgate.console.hook;

import org.jspecify.annotations.NullMarked;
