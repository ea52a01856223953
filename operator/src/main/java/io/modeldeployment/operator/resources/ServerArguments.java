package io.modeldeployment.operator.resources;

import io.modeldeployment.api.v1.BatchingSpec;
import io.modeldeployment.api.v1.Device;
import io.modeldeployment.api.v1.ModelTask;
import io.modeldeployment.api.v1.ServerSpec;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The command line of {@code modelserver serve} for a revision. */
final class ServerArguments {
    private ServerArguments() {}

    static List<String> of(RevisionHash revision, RevisionContent content) {
        var arguments = new ArrayList<>(List.of("serve", "--model", ModelVolume.MOUNT_PATH));
        var server = Optional.ofNullable(content.server());
        add(arguments, "--port", server.map(ServerSpec::port).orElse(8000));
        add(arguments, "--model-name", content.model().name());
        add(arguments, "--revision", revision);
        add(arguments, "--task", task(content.model().task()));
        add(arguments, "--device", device(server.map(ServerSpec::device).orElse(Device.AUTO)));
        add(arguments, "--max-length", server.map(ServerSpec::maxTokens).orElse(null));
        add(arguments, "--top-k", server.map(ServerSpec::topK).orElse(null));
        var batching = server.map(ServerSpec::batching);
        add(
                arguments,
                "--max-batch-tokens",
                batching.map(BatchingSpec::maxBatchTokens).orElse(null));
        add(arguments, "--max-queue", batching.map(BatchingSpec::maxQueue).orElse(null));
        add(
                arguments,
                "--queue-timeout",
                batching.map(BatchingSpec::queueTimeout).orElse(null));
        add(arguments, "--sample-size", server.map(ServerSpec::sampleSize).orElse(null));
        add(arguments, "--drain-seconds", PodTemplate.SERVER_DRAIN_SECONDS);
        return arguments;
    }

    private static void add(List<String> arguments, String option, @Nullable Object value) {
        if (value != null) {
            arguments.add(option);
            arguments.add(value.toString());
        }
    }

    private static String task(@Nullable ModelTask task) {
        return task == ModelTask.EMBEDDING ? "embedding" : "text-classification";
    }

    private static String device(Device device) {
        return switch (device) {
            case AUTO -> "auto";
            case CUDA -> "cuda";
            case CPU -> "cpu";
        };
    }
}
