package io.modeldeployment.operator.rollout;

import java.util.Optional;

/** One effect on the cluster. Each states what shall be, not a change, so that doing it twice does no harm. */
public sealed interface Action {
    /** The revision's Deployment and Service exist, with so many replicas. */
    record ApplyRevision(RevisionHash revision, int replicas) implements Action {}

    /** The main Service selects by this route. */
    record SetTraffic(Route route) implements Action {}

    /** The HTTPRoute says this; empty: there is none. */
    record SetGatewayRoute(Optional<GatewayRoute> route) implements Action {}

    /** The preview Service selects this revision; empty: there is none. */
    record SetPreview(Optional<RevisionHash> revision) implements Action {}

    /** The revision's objects are gone. */
    record DeleteRevision(RevisionHash revision) implements Action {}

    /** An Event tells people what happened. */
    record PublishEvent(boolean warning, String reason, String message) implements Action {}
}
