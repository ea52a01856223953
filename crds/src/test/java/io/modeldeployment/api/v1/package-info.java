/** The API as a client sees it. */
@NullMarked
package io.modeldeployment.api.v1;

import org.jspecify.annotations.NullMarked;
