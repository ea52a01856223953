package io.modeldeployment.e2e.watch;

import io.modeldeployment.api.v1.ModelDeployment;

/** The labels by which users find what belongs to a ModelDeployment; written out here since they are its public contract. */
public final class Labels {
    /** Name of the ModelDeployment. */
    public static final String NAME = ModelDeployment.GROUP + "/name";

    /** Hash of the revision. */
    public static final String REVISION = ModelDeployment.GROUP + "/revision";

    private Labels() {}
}
