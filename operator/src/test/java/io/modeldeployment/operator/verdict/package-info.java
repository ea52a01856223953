/** Shows that verdicts keep the error rates they declare. */
@NullMarked
package io.modeldeployment.operator.verdict;

import org.jspecify.annotations.NullMarked;
