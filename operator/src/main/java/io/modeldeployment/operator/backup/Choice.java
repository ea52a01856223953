package io.modeldeployment.operator.backup;

import io.modeldeployment.api.v1.BackupMethod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a backup is made, or what a person has to do before it can be. */
public sealed interface Choice {
    /** One word that says why. */
    String reason();

    /** A sentence that does. */
    String message();

    /** By a VolumeSnapshot of this class. */
    record Snapshot(String snapshotClass, String reason, String message) implements Choice {}

    /** By copying the files. */
    record Copy(String reason, String message) implements Choice {}

    /** Not until somebody does something. */
    record Open(String reason, String message) implements Choice {}

    /**
     * Chooses.
     *
     * @param wanted method and class that were asked for
     * @param driver who made the source's volume
     */
    static Choice of(BackupRequest wanted, SnapshotSupport support, Optional<String> driver) {
        if (wanted.method() == BackupMethod.COPY) {
            return new Copy("Requested", "The files are copied, as spec.method says");
        }
        return switch (support) {
            case SnapshotSupport.Unusable(var reason, var message) ->
                wanted.method() == BackupMethod.AUTO && wanted.snapshotClass().isEmpty()
                        ? new Copy(reason, "The files are copied, since " + message)
                        : new Open(reason, message + ", or write method: Copy");
            case SnapshotSupport.Classes(var classes) ->
                wanted.snapshotClass()
                        .map(name -> named(name, classes))
                        .orElseGet(() -> driver.map(maker -> byDriver(wanted, maker, classes))
                                .orElseGet(() -> without(
                                        wanted,
                                        "NoDriver",
                                        "no CSI driver has made the claim's volume, by what the claim says")));
        };
    }

    private static Choice named(String name, List<SnapshotClass> classes) {
        return classes.stream().anyMatch(one -> one.name().equals(name))
                ? new Snapshot(name, "Requested", "A VolumeSnapshot of the class " + name + " is taken")
                : new Open(
                        "ClassMissing",
                        "there is no VolumeSnapshotClass %s: create it, or write another volumeSnapshotClassName%s"
                                .formatted(name, instead(classes)));
    }

    private static String instead(List<SnapshotClass> classes) {
        return classes.isEmpty() ? "" : ", for example " + classes.getFirst().name();
    }

    private static Choice byDriver(BackupRequest wanted, String driver, List<SnapshotClass> all) {
        List<SnapshotClass> fitting =
                all.stream().filter(one -> one.driver().equals(driver)).toList();
        List<SnapshotClass> preferred =
                fitting.stream().filter(SnapshotClass::isDefault).toList();
        List<SnapshotClass> candidates = preferred.size() == 1 ? preferred : fitting;
        return switch (candidates.size()) {
            case 0 ->
                without(wanted, "ClassMissing", "there is no VolumeSnapshotClass for the claim's driver " + driver);
            case 1 -> {
                String name = candidates.getFirst().name();
                yield new Snapshot(
                        name, "ClassFound", "A VolumeSnapshot of the class %s for %s is taken".formatted(name, driver));
            }
            default ->
                new Open(
                        "ClassUnclear",
                        "several VolumeSnapshotClasses are for the claim's driver %s and not one of them is the default: write volumeSnapshotClassName, one of %s"
                                .formatted(
                                        driver,
                                        candidates.stream()
                                                .map(SnapshotClass::name)
                                                .sorted()
                                                .collect(Collectors.joining(", "))));
        };
    }

    private static Choice without(BackupRequest wanted, String reason, String why) {
        return wanted.method() == BackupMethod.AUTO
                ? new Copy(reason, "The files are copied, since " + why)
                : new Open(reason, why + ": create a VolumeSnapshotClass for it, or write method: Copy");
    }
}
