/** What the forecast room promises. */
@NullMarked
package dev.flexgate.forecast;

import org.jspecify.annotations.NullMarked;
