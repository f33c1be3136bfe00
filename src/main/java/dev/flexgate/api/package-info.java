/** REST for people and programs, and the operations listener: reads what the house knows and decides nothing. */
@NullMarked
package dev.flexgate.api;

import org.jspecify.annotations.NullMarked;
