package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far the operator goes by itself when what serves stops answering. */
public enum RecoveryMode {
    /** Nothing is done. */
    @JsonProperty("Disabled")
    DISABLED,
    /** Pods that fail are restarted. */
    @JsonProperty("Restart")
    RESTART,
    /** If that does not help, the revision that served before takes over. */
    @JsonProperty("Rollback")
    ROLLBACK,
    /** If that does not help either, the newest backup that verifies is restored. */
    @JsonProperty("Restore")
    RESTORE
}
