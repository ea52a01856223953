/** What the server serves, and is asked, when its start is rehearsed. */
@NullMarked
package io.modeldeployment.server.rehearsal;

import org.jspecify.annotations.NullMarked;
