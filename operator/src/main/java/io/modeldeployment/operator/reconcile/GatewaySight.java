package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.modeldeployment.operator.rollout.GatewayView;
import io.modeldeployment.operator.rollout.Programming;
import java.util.Optional;

/**
 * The HTTPRoute of one ModelDeployment.
 *
 * @param route the object, if there is one that is ours
 * @param view what it means
 */
record GatewaySight(Optional<HTTPRoute> route, GatewayView view) {
    static GatewaySight without(Programming.Unavailable reason) {
        return new GatewaySight(Optional.empty(), new GatewayView(Optional.empty(), reason));
    }
}
