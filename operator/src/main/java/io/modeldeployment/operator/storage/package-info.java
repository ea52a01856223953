/** What has to be done so that a model lies on its claim, decided from what was seen of claim and job. */
@NullMarked
package io.modeldeployment.operator.storage;

import org.jspecify.annotations.NullMarked;
