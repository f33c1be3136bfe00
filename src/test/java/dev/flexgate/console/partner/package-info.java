@NullMarked
package dev.flexgate.console.partner;

import org.jspecify.annotations.NullMarked;
