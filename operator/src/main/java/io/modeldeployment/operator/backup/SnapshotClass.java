package io.modeldeployment.operator.backup;

/**
 * A VolumeSnapshotClass.
 *
 * @param driver the CSI driver that it is for
 * @param isDefault whether it is the one to use for that driver
 */
public record SnapshotClass(String name, String driver, boolean isDefault) {}
