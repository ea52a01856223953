/** Tests of the faults, which need no server. */
@NullMarked
package io.modeldeployment.e2e.fault;

import org.jspecify.annotations.NullMarked;
