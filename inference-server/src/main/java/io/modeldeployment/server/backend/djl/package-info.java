/** The one engine there is: libtorch through DJL. */
@NullMarked
package io.modeldeployment.server.backend.djl;

import org.jspecify.annotations.NullMarked;
