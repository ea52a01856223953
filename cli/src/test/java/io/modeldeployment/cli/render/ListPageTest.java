package io.modeldeployment.cli.render;

import static io.modeldeployment.cli.Fixture.NOW;
import static io.modeldeployment.cli.Fixture.canary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.cli.view.RolloutView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListPageTest {
    private static ListPage.Row row(String name, String phase) {
        return ListPage.Row.of(
                new RolloutView(canary("name: spam\n", "name: " + name + "\n", "Paused\n", phase + "\n")));
    }

    @Test
    void aRowForEachResource() {
        var page = new ListPage(false, false, Style.PLAIN);
        assertEquals("""
                NAME   READY   PHASE     STRATEGY   STEP   WEIGHT   STABLE       CANDIDATE    AGE
                ham    False   Healthy   Canary     2/4    25       6xk2cbbbbb   z9qdwccccc   2d
                spam   False   Paused    Canary     2/4    25       6xk2cbbbbb   z9qdwccccc   2d""", String.join("\n", page.lines(List.of(row("ham", "Healthy"), row("spam", "Paused")), NOW)));
    }

    @Test
    void wideAddsReplicasAndTheMessage() {
        var page = new ListPage(true, true, Style.PLAIN);
        assertEquals("""
                NAMESPACE   NAME   READY   PHASE    STRATEGY   STEP   WEIGHT   STABLE       CANDIDATE    AGE   REPLICAS   POSSIBLE   REQUESTS   MESSAGE
                models      spam   False   Paused   Canary     2/4    25       6xk2cbbbbb   z9qdwccccc   2d    4          33         31         Waits 2m30s more at step 2""", String.join("\n", page.lines(List.of(row("spam", "Paused")), NOW)));
    }

    @Test
    void aSmallWindowShowsThoseThatSomebodyMayHaveToLookAt() {
        var rows = new ArrayList<ListPage.Row>();
        for (int i = 0; i < 50; i++) {
            rows.add(row("m" + i, i == 40 ? "Degraded" : "Healthy"));
        }
        var lines = new ListPage(false, false, Style.PLAIN).lines(rows, NOW, 10);
        assertEquals(10, lines.size());
        assertTrue(lines.get(1).startsWith("m40 "), lines.get(1));
        assertEquals("42 more, all Healthy", lines.getLast());
    }
}
