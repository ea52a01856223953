/** Gathers the texts of many requests into batches for a few long-lived workers. */
@NullMarked
package io.modeldeployment.server.batch;

import org.jspecify.annotations.NullMarked;
