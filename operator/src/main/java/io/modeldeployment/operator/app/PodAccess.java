package io.modeldeployment.operator.app;

import io.modeldeployment.operator.analysis.Gauges;
import io.modeldeployment.operator.analysis.HttpGauges;
import io.modeldeployment.operator.analysis.HttpMetricsSource;
import io.modeldeployment.operator.analysis.MetricsSource;
import io.modeldeployment.operator.http.Addresses;
import io.modeldeployment.operator.probe.HttpPodProbe;
import io.modeldeployment.operator.probe.PodProbe;

/**
 * How the operator talks to the servers in pods, and to others about them.
 *
 * @param probe asks for a prediction
 * @param metrics reads what they counted
 * @param gauges reads what others say of them
 */
record PodAccess(PodProbe probe, MetricsSource metrics, Gauges gauges) {
    static PodAccess overHttp() {
        return new PodAccess(new HttpPodProbe(), new HttpMetricsSource(), new HttpGauges(Addresses::isElsewhere));
    }
}
