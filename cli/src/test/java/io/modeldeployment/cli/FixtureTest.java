package io.modeldeployment.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.cli.view.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The plugin reads fields by their names: those of its tests have to be the API's, so that a renamed one is noticed. */
class FixtureTest {
    private static Fields throughTheApi(Fields object) {
        var typed = Serialization.unmarshal(Serialization.asYaml(object.values()), ModelDeployment.class);
        return Fixture.yaml(Serialization.asYaml(typed));
    }

    private static List<String> lost(String path, Object before, @Nullable Object after) {
        var lost = new ArrayList<String>();
        if (before instanceof Map<?, ?> map) {
            map.forEach((key, value) -> lost.addAll(lost(
                    path + "." + key, value, after instanceof Map<?, ?> other ? other.get(key) : null)));
        } else if (before instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                lost.addAll(lost(
                        path + "[" + i + "]",
                        list.get(i),
                        after instanceof List<?> other && i < other.size() ? other.get(i) : null));
            }
        } else if (before != null && !before.toString().equals(String.valueOf(after))) {
            lost.add(path + ": " + before + " became " + after);
        }
        return lost;
    }

    @Test
    void everyFieldOfTheFixturesIsOneOfTheApi() {
        Fields judged = Fixture.judged();
        assertEquals(List.of(), lost("", judged.values(), throughTheApi(judged).values()));
    }

    @Test
    void aFieldThatTheApiDoesNotHaveIsNoticed() {
        Fields other = Fixture.canary("stableRevision: 6xk2cbbbbb", "stableRevisions: 6xk2cbbbbb");
        assertThrows(IllegalArgumentException.class, () -> throughTheApi(other));
    }
}
