/** Pages about webhooks: who is told what, what became of it, and what to do about it. */
@NullMarked
package dev.flexgate.console.hook;

import org.jspecify.annotations.NullMarked;
