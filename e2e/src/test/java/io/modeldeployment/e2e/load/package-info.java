/** Tests of the load client, which need no cluster. */
@NullMarked
package io.modeldeployment.e2e.load;

import org.jspecify.annotations.NullMarked;
