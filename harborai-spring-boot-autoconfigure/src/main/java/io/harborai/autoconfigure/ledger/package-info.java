/**
 * The usage ledger: a row for each call and each attempt, written to the application's
 * database off the call path. Only here is JDBC known.
 */
@NullMarked
package io.harborai.autoconfigure.ledger;

import org.jspecify.annotations.NullMarked;
