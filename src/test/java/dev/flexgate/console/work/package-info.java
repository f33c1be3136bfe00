@NullMarked
package dev.flexgate.console.work;

import org.jspecify.annotations.NullMarked;
