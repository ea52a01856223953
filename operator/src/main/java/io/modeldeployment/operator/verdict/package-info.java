/**
 * Judges a candidate by counts: total functions over immutable records, with no I/O, no clock and no logger.
 *
 * <p>Formulas, assumptions and sources are in {@code docs/verdicts.md}.
 */
@NullMarked
package io.modeldeployment.operator.verdict;

import org.jspecify.annotations.NullMarked;
