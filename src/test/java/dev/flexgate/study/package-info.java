@NullMarked
package dev.flexgate.study;

import org.jspecify.annotations.NullMarked;
