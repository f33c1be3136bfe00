/** What holds for the whole house. */
@NullMarked
package dev.flexgate;

import org.jspecify.annotations.NullMarked;
