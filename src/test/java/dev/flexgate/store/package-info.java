/** Tests of the store, and {@link dev.flexgate.store.TestDatabase} for the tests of every other room. */
@NullMarked
package dev.flexgate.store;

import org.jspecify.annotations.NullMarked;
