/** What the operator may not do: who is told, and what goes on without it. */
@NullMarked
package io.modeldeployment.operator.reconcile.rights;

import org.jspecify.annotations.NullMarked;
