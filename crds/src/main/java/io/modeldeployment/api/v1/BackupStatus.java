package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What has become of a ModelDeployment's backups, and when the next is due. */
public record BackupStatus(
        @JsonPropertyDescription("Name of the newest ModelBackup that is ready.") @Nullable
        String last,

        @JsonPropertyDescription("RFC 3339 time at which that one began.") @Nullable
        String lastTime,

        @JsonPropertyDescription("RFC 3339 time of the schedule's next point, or of one that is due and not begun.")
        @Nullable
        String next,

        @JsonPropertyDescription("The schedule that next was reckoned by; a change of it is told by it.") @Nullable
        String schedule) {}
