package io.modeldeployment.cli.view;

import io.modeldeployment.api.v1.ModelDeployment;

/** The labels by which the operator's objects are found. */
public final class Keys {
    /** Name of the ModelDeployment that an object belongs to. */
    public static final String NAME = ModelDeployment.GROUP + "/name";

    /** Hash of the revision that an object belongs to. */
    public static final String REVISION = ModelDeployment.GROUP + "/revision";

    /** blue or green, on the Deployment of a revision that was rolled out by blueGreen. */
    public static final String COLOR = ModelDeployment.GROUP + "/color";

    private Keys() {}
}
