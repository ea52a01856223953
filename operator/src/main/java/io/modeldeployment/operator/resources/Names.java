package io.modeldeployment.operator.resources;

import io.modeldeployment.operator.rollout.RevisionHash;

/** Deterministic names, so that an object made before a crash is found again (rule 13). */
public final class Names {
    private Names() {}

    /** Of a revision's ControllerRevision, Deployment and Service. */
    public static String revision(String name, RevisionHash revision) {
        return name + "-" + revision;
    }

    /** Of the Service that clients use. */
    public static String main(String name) {
        return name;
    }

    /** Of the HTTPRoute by which gateways send requests. */
    public static String route(String name) {
        return name;
    }

    /** Of the HorizontalPodAutoscaler or ScaledObject. */
    public static String autoscaler(String name) {
        return name;
    }

    /** Of the Service in front of a blue-green candidate. */
    public static String preview(String name) {
        return name + "-preview";
    }
}
