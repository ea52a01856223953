/** Backups: all that is read from and written to the API server about a ModelBackup. */
@NullMarked
package io.modeldeployment.operator.reconcile.backup;

import org.jspecify.annotations.NullMarked;
