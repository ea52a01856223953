package io.modeldeployment.operator.app;

import io.modeldeployment.operator.analysis.HttpMetricsSource;
import io.modeldeployment.operator.analysis.MetricsSource;
import io.modeldeployment.operator.probe.HttpPodProbe;
import io.modeldeployment.operator.probe.PodProbe;

/**
 * How the operator talks to the servers in pods.
 *
 * @param probe asks for a prediction
 * @param metrics reads what they counted
 */
record PodAccess(PodProbe probe, MetricsSource metrics) {
    static PodAccess overHttp() {
        return new PodAccess(new HttpPodProbe(), new HttpMetricsSource());
    }
}
