/** The Open Inference Protocol (KServe V2) over HTTP and JSON. */
@NullMarked
package io.modeldeployment.server.web.kserve;

import org.jspecify.annotations.NullMarked;
