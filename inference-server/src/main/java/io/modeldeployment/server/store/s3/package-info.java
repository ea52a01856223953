/** Models in buckets; the only package that sees the AWS SDK, which is on the class path of {@code modelserver model} alone. */
@NullMarked
package io.modeldeployment.server.store.s3;

import org.jspecify.annotations.NullMarked;
