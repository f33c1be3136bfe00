@NullMarked
package dev.flexgate.execution;

import org.jspecify.annotations.NullMarked;
