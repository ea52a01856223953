/** The commands {@code modelserver model fetch|inspect|copy}: flags, what they print, and what they leave for the operator. */
@NullMarked
package io.modeldeployment.server.store.command;

import org.jspecify.annotations.NullMarked;
