@NullMarked
package dev.flexgate.console.evidence;

import org.jspecify.annotations.NullMarked;
