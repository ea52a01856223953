package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** When the stable revision's model is backed up, how, and how many backups are kept. */
@ValidationRule(
        value = "has(self.schedule) || has(self.beforeRollout) && self.beforeRollout",
        message = "write when backups are made: schedule, beforeRollout: true, or both")
public record BackupSpec(
        @JsonPropertyDescription(
                "When, as a cron schedule of five fields: minute, hour, day of month, month, day of week. "
                        + "Each point in time gets at most one ModelBackup. Of points that were missed, the latest is made up for.")
        @Size(min = 9, max = 100)
        @ValidationRule(value = CronRules.SCHEDULE, message = CronRules.SCHEDULE_MESSAGE)
        @Nullable
        String schedule,

        @JsonPropertyDescription("Time zone of the schedule, by its name in the IANA database. A time that a clock "
                + "change skips is made up for when the clock has changed; one that comes twice counts the first time.")
        @Default("UTC")
        @Size(min = 1, max = 60)
        @ValidationRule(value = CronRules.TIME_ZONE, message = CronRules.TIME_ZONE_MESSAGE)
        @Nullable
        String timeZone,

        @JsonPropertyDescription(
                "Seconds for which a missed point of the schedule is made up for. Absent: however late.")
        @Min(10)
        @Max(31536000)
        @Nullable
        Integer startingDeadlineSeconds,

        @JsonPropertyDescription(
                "Backups that are kept of those that the schedule and rollouts made; the oldest beyond it "
                        + "go. One that a revision is restored from stays, and so do all that a person made.")
        @Default("10")
        @Min(1)
        @Max(1000)
        @Nullable
        Integer keepLast,

        @JsonPropertyDescription("How they are made, as spec.method of ModelBackup.") @Default("Auto") @Nullable
        BackupMethod method,

        @JsonPropertyDescription("VolumeSnapshotClass to use, as in ModelBackup.")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Rules.SUBDOMAIN, message = "write the name of a VolumeSnapshotClass")
        @Nullable
        String volumeSnapshotClassName,

        @JsonPropertyDescription("The claim for copies, as in ModelBackup.") @Nullable
        BackupStorage storage,

        @JsonPropertyDescription(
                "Back the stable revision's model up before a rollout: the candidate gets its first pod "
                        + "when the backup is ready, and is aborted when that fails. Going back to the stable revision, or to one in "
                        + "spec.rollbackWindow, waits for no backup.")
        @Default("false")
        @Nullable
        Boolean beforeRollout) {}
