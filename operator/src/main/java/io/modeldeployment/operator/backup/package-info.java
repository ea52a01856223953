/** What becomes of a backup, when one is due and which may go: pure decisions over records. */
@NullMarked
package io.modeldeployment.operator.backup;

import org.jspecify.annotations.NullMarked;
