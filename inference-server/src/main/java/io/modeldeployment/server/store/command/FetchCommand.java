package io.modeldeployment.server.store.command;

import io.modeldeployment.server.store.Fetch;
import io.modeldeployment.server.store.Meter;
import io.modeldeployment.server.store.ModelManifest;
import io.modeldeployment.server.store.Patience;
import io.modeldeployment.server.store.Remote;
import io.modeldeployment.server.store.Source;
import io.modeldeployment.server.store.StoreException;
import io.modeldeployment.server.store.Time;
import io.modeldeployment.server.store.remote.HubRemote;
import io.modeldeployment.server.store.remote.WebRemote;
import io.modeldeployment.server.store.s3.BucketRemote;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code modelserver model fetch}. */
@Command(
        name = "fetch",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Fetches a model into a directory, goes on where an earlier call ended, and checks every file. Takes *.safetensors, *.json,"
                    + " *.txt and *.model alone.",
            "Tokens are taken from the environment: HF_TOKEN, HTTP_TOKEN, AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY."
        },
        footer = {
            "",
            "modelserver model fetch --to ./minilm \\",
            "  --source-json '{\"huggingFace\": {\"repository\": \"sentence-transformers/all-MiniLM-L6-v2\"}}'"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the model is there, whole",
            "1:not now (Unreachable, RateLimited): the same call may work later",
            "2:a flag is missing or wrong",
            "3:not at all (NotFound, Unauthorized, DigestMismatch, NoSpace, Refused)"
        })
final class FetchCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "Where it shall be.")
    @SuppressWarnings("NullAway.Init")
    private Path to;

    @Option(
            names = "--source-json",
            required = true,
            paramLabel = "JSON",
            description =
                    "spec.model.source of a ModelDeployment: {\"huggingFace\": {…}}, {\"http\": {…}} or {\"s3\": {…}}.")
    @SuppressWarnings("NullAway.Init")
    private String sourceJson;

    @Option(
            names = "--sha256",
            paramLabel = "DIGEST",
            description = "What the model's digest has to be: 64 hexadecimal digits, as an earlier call printed them.")
    private @Nullable String sha256;

    @Option(
            names = "--max-bytes",
            defaultValue = "107374182400",
            paramLabel = "BYTES",
            description = "The largest model that is taken, packed or unpacked. Default: 100 GiB.")
    private long maxBytes;

    @Option(
            names = "--retry-wait",
            defaultValue = "1000",
            hidden = true,
            paramLabel = "MILLISECONDS",
            description = "Wait after a first failure.")
    private long retryWait;

    @Mixin
    private ReportFlags flags = new ReportFlags();

    @Override
    public Integer call() {
        Source source = source();
        Optional<String> digest = Digests.given(spec, sha256);
        if (maxBytes < 1) {
            throw new ParameterException(spec.commandLine(), "--max-bytes is " + maxBytes + ": write a number above 0");
        }
        return new Report(spec.commandLine().getOut(), spec.commandLine().getErr(), flags)
                .on(meter -> fetch(source, digest, meter));
    }

    private ModelManifest fetch(Source source, Optional<String> digest, Meter meter)
            throws StoreException, InterruptedException {
        Patience patience = Patience.DEFAULT.startingWith(Duration.ofMillis(retryWait));
        try (Remote remote = remote(source, System.getenv())) {
            return new Fetch(remote, to, new Fetch.Limits(maxBytes, patience), meter, Time.SYSTEM).run(digest);
        }
    }

    private Source source() {
        try {
            return SourceJson.read(sourceJson, System.getenv());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--source-json " + e.getMessage());
        }
    }

    private static Remote remote(Source source, Map<String, String> environment) {
        return switch (source) {
            case Source.Hub hub -> new HubRemote(hub, token(environment, "HF_TOKEN"));
            case Source.Web web -> new WebRemote(web, token(environment, "HTTP_TOKEN"));
            case Source.Bucket bucket -> new BucketRemote(bucket, environment);
        };
    }

    private static Optional<String> token(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(token -> !token.isEmpty());
    }
}
