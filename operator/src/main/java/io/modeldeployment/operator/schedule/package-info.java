/** What room nodes have for pods, and who may have it first: pure. */
@NullMarked
package io.modeldeployment.operator.schedule;

import org.jspecify.annotations.NullMarked;
