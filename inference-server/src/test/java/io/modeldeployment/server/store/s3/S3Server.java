package io.modeldeployment.server.store.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** moto's S3 server in a process of its own; it refuses what is not signed by its one user. */
final class S3Server implements AutoCloseable {
    private final Process process;
    private final JsonNode said;

    private S3Server(Process process, JsonNode said) {
        this.process = process;
        this.said = said;
    }

    /** Where its Python packages lie, installed into the cache if need be; empty where that cannot be done here. */
    static Optional<String> packages() throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(
                        "../tools/python-site",
                        Path.of("src/test/python/requirements-s3.txt").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String site = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return tool.waitFor() == 0 ? Optional.of(site) : Optional.empty();
    }

    /** Starts one with the files of {@code directory} in a bucket, below {@code prefix}. */
    static S3Server start(String packages, Path directory, String bucket, String prefix) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        List.of("python3", "src/test/python/s3_server.py", directory.toString(), bucket, prefix))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PYTHONPATH", packages);
        Process process = builder.start();
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("the S3 server did not start");
        }
        return new S3Server(process, JsonMapper.shared().readTree(line));
    }

    int port() {
        return said.path("port").intValue();
    }

    /** The environment of somebody who may read. */
    Map<String, String> credentials() {
        return Map.of(
                "AWS_ACCESS_KEY_ID",
                said.path("key").asString(),
                "AWS_SECRET_ACCESS_KEY",
                said.path("secret").asString());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
