package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A wait between two steps. */
public record PauseStep(
        @JsonPropertyDescription(
                "How long to wait, for example 30s, 5m or 1h30m. Absent: until the action promote or " + "resume.")
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_MESSAGE)
        @Size(max = 20)
        @Nullable
        String duration) {}
