package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How requests reach pods and leave them. */
public record TrafficSpec(
        @JsonPropertyDescription("Seconds that pods without traffic go on running after every endpoint has left the "
                + "Service, so that open connections finish.")
        @Default("30")
        @Min(0)
        @Max(3600)
        @Nullable
        Integer drainSeconds,

        @JsonPropertyDescription("Requests come through gateways: the operator owns the HTTPRoute of this "
                + "ModelDeployment's name, with exact weights for a canary and one switch for blueGreen. Needs the "
                + "Gateway API. The Service goes on reaching the stable revision. Absent: the Service alone, and "
                + "weights by the ratio of replicas.")
        @Nullable
        GatewaySpec gateway) {}
