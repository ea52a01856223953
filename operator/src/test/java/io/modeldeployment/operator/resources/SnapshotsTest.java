package io.modeldeployment.operator.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.operator.backup.Snapshot;
import io.modeldeployment.operator.backup.SnapshotClass;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rule 23: when a VolumeSnapshot counts. */
class SnapshotsTest {
    private static final String CONTENT =
            "{spec: {volumeSnapshotRef: {name: b, uid: u1}}, status: {snapshotHandle: h, readyToUse: true}}";

    private static GenericKubernetesResource object(String yaml) {
        return Serialization.unmarshal("---\n" + yaml, GenericKubernetesResource.class);
    }

    private static Snapshot read(String status, String content) {
        return Snapshots.read(
                object("{kind: VolumeSnapshot, metadata: {name: b, uid: u1}, status: " + status + "}"),
                Optional.of(content).filter(text -> !text.isEmpty()).map(SnapshotsTest::object));
    }

    private static void assertWaits(String why, Snapshot snapshot) {
        String message = assertInstanceOf(Snapshot.Waiting.class, snapshot).message();
        assertTrue(message.contains(why), message);
    }

    @Test
    void rule23_readyWithoutErrorAndPointedBackAt() {
        assertEquals(
                new Snapshot.Usable(Optional.of("1Gi")),
                read("{readyToUse: true, restoreSize: 1Gi, boundVolumeSnapshotContentName: c}", CONTENT));
    }

    @Test
    void rule23_readyAloneIsNotEnough() {
        assertWaits("no VolumeSnapshotContent", read("{readyToUse: true}", ""));
        assertWaits(
                "no VolumeSnapshotContent",
                read(
                        "{readyToUse: true}",
                        "{spec: {volumeSnapshotRef: {name: b, uid: u2}}, status: {snapshotHandle: h}}"));
        assertWaits(
                "names no snapshot of the storage",
                read("{readyToUse: true}", "{spec: {volumeSnapshotRef: {uid: u1}}, status: {}}"));
    }

    @Test
    void rule23_anErrorOutweighsReady() {
        assertWaits("out of quota", read("{readyToUse: true, error: {message: out of quota}}", CONTENT));
        assertWaits(
                "gone",
                read("{readyToUse: true}", "{spec: {volumeSnapshotRef: {uid: u1}}, status: {error: {message: gone}}}"));
    }

    @Test
    void oneWithoutAStatusIsWaitedFor() {
        assertWaits("is being taken", read("{}", ""));
        assertWaits("is being taken", read("{readyToUse: false}", ""));
    }

    @Test
    void oneThatIsBeingDeletedDoesNotCount() {
        var snapshot = object("{kind: VolumeSnapshot, metadata: {name: b, uid: u1, "
                + "deletionTimestamp: '2026-01-01T00:00:00Z'}, status: {readyToUse: true}}");
        assertWaits("is being deleted", Snapshots.read(snapshot, Optional.of(object(CONTENT))));
    }

    @Test
    void aClassSaysWhoseItIsAndWhetherItIsTheDefault() {
        assertEquals(
                new SnapshotClass("a", "csi.example.com", true),
                Snapshots.snapshotClass(object("{driver: csi.example.com, metadata: {name: a, annotations: "
                        + "{snapshot.storage.kubernetes.io/is-default-class: 'true'}}}")));
        assertEquals(
                new SnapshotClass("a", "csi.example.com", false),
                Snapshots.snapshotClass(object("{driver: csi.example.com, metadata: {name: a}}")));
    }
}
