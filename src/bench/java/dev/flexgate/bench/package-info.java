/** Benchmarks and the load harness; {@code docs/benchmarks.md} says how to run them and what they measured. */
@NullMarked
package dev.flexgate.bench;

import org.jspecify.annotations.NullMarked;
