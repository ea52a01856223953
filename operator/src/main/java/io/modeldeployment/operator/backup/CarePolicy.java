package io.modeldeployment.operator.backup;

import java.time.Duration;
import java.util.Optional;

/**
 * What a ModelDeployment asks for.
 *
 * @param name name of the ModelDeployment
 * @param schedule as it is written
 * @param timeZone of the schedule
 * @param lateness how late a missed point is made up for
 * @param keepLast backups that are kept
 * @param beforeRollout whether a rollout waits for one
 */
public record CarePolicy(
        String name,
        Optional<String> schedule,
        String timeZone,
        Optional<Duration> lateness,
        int keepLast,
        boolean beforeRollout) {}
