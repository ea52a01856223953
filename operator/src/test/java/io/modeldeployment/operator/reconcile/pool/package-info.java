/** Tests of the package of the same name. */
@NullMarked
package io.modeldeployment.operator.reconcile.pool;

import org.jspecify.annotations.NullMarked;
