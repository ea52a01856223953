/** What revisions were, how they differ, and the way back to one: pure. */
@NullMarked
package io.modeldeployment.cli.history;

import org.jspecify.annotations.NullMarked;
