package io.modeldeployment.cli.history;

import static io.modeldeployment.cli.Fixture.canary;
import static io.modeldeployment.cli.Fixture.revision;
import static io.modeldeployment.cli.Fixture.tree;
import static io.modeldeployment.cli.Fixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.modeldeployment.cli.ExitCode;
import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.RolloutView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetTest {
    private static List<StoredRevision> stored(Fields rollout) {
        return tree(
                        rollout,
                        revision(1, "4hf7daaaaa", ""),
                        revision(2, "6xk2cbbbbb", ""),
                        revision(3, "z9qdwccccc", ""))
                .revisions()
                .stream()
                .map(view -> new StoredRevision(view, yaml("model: {name: spam}")))
                .toList();
    }

    private static long target(Fields rollout) {
        return Target.of(new RolloutView(rollout), stored(rollout), Optional.empty())
                .number();
    }

    @Test
    void whileAnotherIsOnItsWayItIsStable() {
        assertEquals(2, target(canary()));
        assertEquals(2, target(canary("stage: Progressing", "stage: Failed")));
    }

    @Test
    void atRestItIsTheNewestOfTheOthers() {
        assertEquals(3, target(canary("candidateRevision: z9qdwccccc", "a: b")));
        assertEquals(
                2,
                target(canary(
                        "candidateRevision: z9qdwccccc",
                        "a: b",
                        "stableRevision: 6xk2cbbbbb",
                        "stableRevision: z9qdwccccc")));
    }

    @Test
    void aRevisionThatIsHeldBySpecPausedCountsAsOnItsWay() {
        assertEquals(
                2,
                target(canary(
                        "candidateRevision: z9qdwccccc", "a: b", "reason: RolloutPaused", "reason: PausedBySpec")));
    }

    @Test
    void aNumberThatIsNotKeptIsNotFound() {
        var failure = assertThrows(
                Failure.class, () -> Target.of(new RolloutView(canary()), stored(canary()), Optional.of(9L)));
        assertEquals(ExitCode.NOT_FOUND, failure.code());
        assertEquals("there is no revision 9; there are 1, 2, 3", failure.getMessage());
    }

    @Test
    void oneWithoutContentIsRefused() {
        var bare = stored(canary()).stream()
                .map(revision -> new StoredRevision(revision.view(), Fields.NONE))
                .toList();
        var failure = assertThrows(Failure.class, () -> Target.of(new RolloutView(canary()), bare, Optional.of(1L)));
        assertEquals(ExitCode.FAILED, failure.code());
    }
}
