/** Requests to places that somebody else named: bounded in size and time, and never to the operator's own machine. */
@NullMarked
package io.modeldeployment.operator.http;

import org.jspecify.annotations.NullMarked;
