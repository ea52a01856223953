/** Shows that golden sets are read strictly and candidates judged as docs/evaluation.md says. */
@NullMarked
package io.modeldeployment.operator.evaluation;

import org.jspecify.annotations.NullMarked;
