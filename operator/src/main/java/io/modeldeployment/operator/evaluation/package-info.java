/** Judges a candidate by its answers to a golden set: the set, the answers, the figures, the verdict. Pure; asking is in {@code run}. */
@NullMarked
package io.modeldeployment.operator.evaluation;

import org.jspecify.annotations.NullMarked;
