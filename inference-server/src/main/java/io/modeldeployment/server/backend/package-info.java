/** What the server asks of an engine: token ids in, one row of numbers a text out. */
@NullMarked
package io.modeldeployment.server.backend;

import org.jspecify.annotations.NullMarked;
