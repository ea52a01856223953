/** What a rollout looks like, read from the objects of the API server: pure, and tolerant of fields it does not know. */
@NullMarked
package io.modeldeployment.cli.view;

import org.jspecify.annotations.NullMarked;
