@NullMarked
package dev.flexgate.rewrite;

import org.jspecify.annotations.NullMarked;
