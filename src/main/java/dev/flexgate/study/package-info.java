/**
 * Studies without a gateway: reads an instance of the planning problem, or a measured series, from a file, lets the
 * engine at it, and says what came out. Nothing here is stored, sold or sent.
 */
@NullMarked
package dev.flexgate.study;

import org.jspecify.annotations.NullMarked;
