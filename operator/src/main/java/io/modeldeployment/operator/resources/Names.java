package io.modeldeployment.operator.resources;

import io.modeldeployment.operator.rollout.RevisionHash;

/** Deterministic names, so that an object made before a crash is found again (rule 13). */
public final class Names {
    private static final int LABEL_LENGTH = 63;

    private Names() {}

    /** Of a revision's ControllerRevision, Deployment and Service. */
    public static String revision(String name, RevisionHash revision) {
        return name + "-" + revision;
    }

    /** Of the DaemonSet that keeps a revision's images on nodes. */
    public static String nodeCache(String name, RevisionHash revision) {
        return revision(name, revision) + "-cache";
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

    /** Of the claim that copies of models are kept on. */
    public static String backups(String name) {
        return name + "-backups";
    }

    /** Of a job of a backup; a job's name is a label of its pods too, which has room for 63 characters. */
    public static String backupJob(String backup, String task) {
        String name = backup + "-" + task;
        if (name.length() <= LABEL_LENGTH) {
            return name;
        }
        String hash = Integer.toHexString(backup.hashCode());
        return backup.substring(0, LABEL_LENGTH - hash.length() - task.length() - 2) + "-" + hash + "-" + task;
    }

    /** Of the Service in front of a blue-green candidate. */
    public static String preview(String name) {
        return name + "-preview";
    }
}
