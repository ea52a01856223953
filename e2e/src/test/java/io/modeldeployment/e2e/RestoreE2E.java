package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.RecoveryMode;
import io.modeldeployment.api.v1.RecoverySpec;
import io.modeldeployment.e2e.fixture.Backups;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Eventually;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.ModelClaim;
import io.modeldeployment.e2e.fixture.PodSecurity;
import io.modeldeployment.e2e.load.LoadReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores of real files, out of snapshots that a real snapshot controller and a CSI driver took. */
@EndToEnd
@PodSecurity("baseline")
class RestoreE2E {
    private static final Duration LONG = Duration.ofMinutes(4);
    /** Until kube-proxy and the users' name lookups have followed. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    @BeforeAll
    static void snapshotsCanBeTaken(Given given) {
        Backups.needSnapshots(given);
    }

    private static String claimOf(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("model"))
                .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theThirdNewestIsRestoredByNameAndNobodyNotices(Given given) {
        var backups = new Backups(given);
        var claim = ModelClaim.thatCanBeSnapshot(given, "kept");
        claim.isFilledBy("cp -R /model good");
        var spam = given.aModelDeployment("restored")
                .servingFromClaim("kept", "good")
                .isReady();
        List<String> digests = new ArrayList<>();
        for (int version = 1; version <= 4; version++) {
            claim.isChangedBy("echo " + version + " > good/version.txt");
            backups.isAskedFor("version-" + version, "restored", null);
            digests.add(
                    Objects.requireNonNull(backups.isReady("version-" + version).model())
                            .digest());
        }
        assertEquals(4, digests.stream().distinct().count(), digests::toString);

        try (var users = spam.isInUse()) {
            String said = spam.when().aPersonRestores("version-2");
            assertTrue(said.contains("restores the backup version-2"), said);
            var restored = spam.then().theNewRevisionTakesOver();
            var model = Objects.requireNonNull(restored.status().orElseThrow().model());
            assertEquals(digests.get(1), model.digest());
            Pod pod = spam.pods().getFirst();
            assertEquals(model.claimName(), claimOf(pod));
            assertNotEquals("kept", claimOf(pod));
            users.sawNoFailure();
        }
        // The state before is there to return to, and so is what was restored.
        assertTrue(
                backups.of("restored").stream()
                        .anyMatch(backup -> backup.getMetadata().getName().startsWith("restored-before-")),
                "what served was backed up first");
        assertEquals(
                digests.get(1),
                Objects.requireNonNull(backups.isReady("version-2").model()).digest());
        assertEquals(
                digests.get(3),
                Objects.requireNonNull(backups.isReady("version-4").model()).digest());
    }

    /** What {@code modelserver model fetch} leaves beside a model, so that the server sees that a file is not what it was. */
    private static final String MANIFEST = """
            cd good
            for file in $(find . -type f | sed 's|^[.]/||' | sort); do
              sum=$(sha256sum "$file"); sum=${sum%% *}; size=$(stat -c %s "$file")
              printf '%s\\0%s\\0%s\\n' "$file" "$size" "$sum" >> /tools/lines
              printf '%s{"path": "%s", "size": %s, "sha256": "%s"}' "${comma:-}" "$file" "$size" "$sum" >> /tools/files; comma=,
            done
            digest=$(sha256sum /tools/lines); digest=${digest%% *}
            printf '{"digest": "%s", "source": "", "revision": "", "files": [%s]}' "$digest" "$(cat /tools/files)" > .modeldeployment.json
            """;

    /** Another file in its place, as a file system that was repaired leaves it: who has mapped the old one keeps that. */
    private static final String SPOIL = """
            cd good
            cp model.safetensors spoilt
            printf 'these are no weights' | dd of=spoilt bs=1 seek=5000000 conv=notrunc
            mv spoilt model.safetensors
            """;

    /**
     * Damage is noticed when a pod starts. Where another one is left, which has read the files before, nobody notices anything; where there is
     * none, users wait until the backup serves.
     */
    @ParameterizedTest(name = "{0} pods")
    @ValueSource(ints = {1, 2})
    void aCorruptedVolumeIsRecoveredFromItsSnapshotByTheOperatorAlone(int replicas, Given given) {
        String name = "recovered-" + replicas;
        var backups = new Backups(given);
        var claim = ModelClaim.thatCanBeSnapshot(given, name);
        claim.isFilledBy("cp -R /model good\n" + MANIFEST);
        var spam = given.aModelDeployment(name)
                .servingFromClaim(name, "good")
                .withReplicas(replicas)
                .withRecovery(new RecoverySpec(RecoveryMode.RESTORE, "2s", 3, 2, "5m"))
                .isReady();
        backups.isAskedFor(name + "-nightly", name, null);
        String digest = Objects.requireNonNull(
                        backups.isReady(name + "-nightly").model())
                .digest();

        try (var users = spam.isInUse()) {
            claim.isChangedBy(SPOIL);
            Instant lost = Instant.now();
            given.kubectl()
                    .succeeds(
                            "delete",
                            "pod",
                            spam.pods().getFirst().getMetadata().getName(),
                            "--wait=false");
            var recovered = spam.then()
                    .await(
                            "the backup to stand in",
                            LONG,
                            now -> now.serves()
                                    && now.status()
                                            .map(ModelDeploymentStatus::recovery)
                                            .filter(done -> (name + "-nightly").equals(done.backup()))
                                            .isPresent());
            spam.then().nothingIsLeftToDo();
            Eventually.within(
                    LONG,
                    "the pods to go that are on what is spoilt",
                    () -> spam.pods().stream().noneMatch(pod -> claimOf(pod).equals(name)));
            users.haveCalledSince(Instant.now(), 50);
            LoadReport report = users.stop();
            System.out.printf(
                    "recovered with %d pods after %d ms: %s%n",
                    replicas, Duration.between(lost, recovered.at()).toMillis(), report.describeFailures());
            assertEquals(
                    digest,
                    Objects.requireNonNull(recovered.status().orElseThrow().model())
                            .digest());
            assertTrue(recovered.is("Restored"), "it is said");
            Instant after = recovered.at().plus(SETTLED);
            var since = report.between(after, Instant.MAX).failures();
            assertEquals(List.of(), since, report::describeFailures);
            if (replicas > 1) {
                assertEquals(List.of(), report.failures(), report::describeFailures);
            }
        }
    }
}
