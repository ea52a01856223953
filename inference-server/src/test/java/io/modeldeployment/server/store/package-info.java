@NullMarked
package io.modeldeployment.server.store;

import org.jspecify.annotations.NullMarked;
