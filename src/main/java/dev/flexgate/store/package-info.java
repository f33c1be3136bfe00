/**
 * The one door to PostgreSQL: transactions, news, leases, forward-only migrations, and a database of our own
 * ({@link dev.flexgate.store.EmbeddedPostgres}) for whoever has none.
 */
@NullMarked
package dev.flexgate.store;

import org.jspecify.annotations.NullMarked;
