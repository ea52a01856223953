package io.modeldeployment.server.store.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
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

    /** Puts objects without digests, as older tools do. */
    S3Client client() {
        AwsBasicCredentials user = AwsBasicCredentials.create(
                said.path("key").asString(), said.path("secret").asString());
        return S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(URI.create("http://127.0.0.1:" + port()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(user))
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
