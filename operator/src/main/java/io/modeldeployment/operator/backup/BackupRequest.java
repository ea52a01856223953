package io.modeldeployment.operator.backup;

import io.modeldeployment.api.v1.BackupMethod;
import java.time.Duration;
import java.util.Optional;

/**
 * What a person or a schedule asked for.
 *
 * @param name name of the backup
 * @param modelDeployment whose model
 * @param method how, or Auto
 * @param snapshotClass VolumeSnapshotClass to use
 * @param deadline how long it may take
 */
public record BackupRequest(
        String name, String modelDeployment, BackupMethod method, Optional<String> snapshotClass, Duration deadline) {}
