package io.modeldeployment.cli.render;

import static io.modeldeployment.cli.Fixture.CRASHING;
import static io.modeldeployment.cli.Fixture.READY;
import static io.modeldeployment.cli.Fixture.canary;
import static io.modeldeployment.cli.Fixture.pod;
import static io.modeldeployment.cli.Fixture.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangesTest {
    @Test
    void onlyWhatChangedIsSaid() {
        var before = tree(canary(), pod("z9qdwccccc", "bbbbb", READY), pod("6xk2cbbbbb", "aaaaa", READY));
        var after = tree(
                canary("step: 2/4", "step: 3/4", "candidate: 25", "candidate: 50"),
                pod("z9qdwccccc", "bbbbb", CRASHING));
        assertEquals(
                List.of(
                        "step: 2/4 -> 3/4",
                        "weight of the candidate: 25 % -> 50 %",
                        "pod spam-z9qdwccccc-bbbbb: CrashLoopBackOff, not ready, restarts 3: model.safetensors: truncated",
                        "pod spam-6xk2cbbbbb-aaaaa: gone"),
                Changes.between(Optional.of(before), after));
        assertEquals(List.of(), Changes.between(Optional.of(after), after));
    }
}
