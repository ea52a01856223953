/** Compares the server's tokens and numbers with those of transformers. */
@NullMarked
package io.modeldeployment.server.parity;

import org.jspecify.annotations.NullMarked;
