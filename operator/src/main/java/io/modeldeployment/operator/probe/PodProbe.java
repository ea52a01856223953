package io.modeldeployment.operator.probe;

import io.modeldeployment.operator.rollout.Probe;

/** Asks one pod for a real prediction; an interface so that tests need no server. */
public interface PodProbe {
    /**
     * Asks the pod; bounded in time, never throws.
     *
     * @param ip address of the pod
     * @param port port of its server
     */
    Probe ask(String ip, int port);
}
