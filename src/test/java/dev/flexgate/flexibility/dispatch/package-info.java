@NullMarked
package dev.flexgate.flexibility.dispatch;

import org.jspecify.annotations.NullMarked;
