@NullMarked
package io.modeldeployment.server.store.command;

import org.jspecify.annotations.NullMarked;
