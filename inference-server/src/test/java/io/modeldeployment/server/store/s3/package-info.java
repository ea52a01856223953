@NullMarked
package io.modeldeployment.server.store.s3;

import org.jspecify.annotations.NullMarked;
