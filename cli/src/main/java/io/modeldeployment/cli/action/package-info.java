/** What a person can ask of a rollout: pure. */
@NullMarked
package io.modeldeployment.cli.action;

import org.jspecify.annotations.NullMarked;
