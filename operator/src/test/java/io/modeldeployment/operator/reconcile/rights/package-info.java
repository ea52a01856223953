/** Tests of the package of the same name. */
@NullMarked
package io.modeldeployment.operator.reconcile.rights;

import org.jspecify.annotations.NullMarked;
