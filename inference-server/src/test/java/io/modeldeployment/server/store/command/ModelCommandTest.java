package io.modeldeployment.server.store.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.store.Bytes;
import io.modeldeployment.server.store.LocalHub;
import io.modeldeployment.server.store.LocalServer.Fault;
import io.modeldeployment.server.store.ModelFile;
import io.modeldeployment.server.store.ModelManifest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelCommandTest {
    @TempDir
    private Path directory;

    private record Run(int code, String out, String err, JsonNode result) {}

    private Run run(String... arguments) throws Exception {
        Path result = directory.resolve("result");
        Files.writeString(result, "");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(new ModelCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Arrays.stream(arguments), Stream.of("--result", result.toString()))
                        .toArray(String[]::new));
        return new Run(code, out.toString(), err.toString(), JsonMapper.shared().readTree(Files.readString(result)));
    }

    private Run fetch(LocalHub hub, String... more) throws Exception {
        String source = "{\"huggingFace\": {\"repository\": \"org/tiny\", \"endpoint\": \"%s\", \"allowHttp\": true}}"
                .formatted(hub.hub.url());
        return run(Stream.concat(
                        Stream.of("fetch", "--to", model(), "--source-json", source, "--retry-wait", "1"),
                        Arrays.stream(more))
                .toArray(String[]::new));
    }

    private String model() {
        return directory.resolve("model").toString();
    }

    @Test
    void fetchesInspectsAndCopies() throws Exception {
        try (LocalHub hub = new LocalHub()) {
            hub.model().publish();
            hub.cdn.fail(hub.cdnPath(Bytes.random(300_000, 2)), new Fault.CutAfter(1_000));
            Run fetched = fetch(hub);

            assertEquals(0, fetched.code(), fetched.err());
            String digest = fetched.result().path("digest").asString();
            assertTrue(digest.matches("[0-9a-f]{64}"), digest);
            assertEquals(LocalHub.COMMIT, fetched.result().path("revision").asString());
            assertEquals(303_024, fetched.result().path("bytes").intValue());
            assertEquals(4, fetched.result().path("files").size());
            assertTrue(fetched.out()
                    .contains("{\"phase\":\"Fetching\",\"file\":\"\",\"bytesDone\":0,\"bytesTotal\":303024}"));
            assertTrue(fetched.out().contains("\"phase\":\"Ready\""), fetched.out());

            assertEquals(0, run("inspect", model(), "--sha256", digest).code());
            String copy = directory.resolve("copy").toString();
            Run copied = run("copy", "--from", model(), "--to", copy, "--sha256", digest);
            assertEquals(digest, copied.result().path("digest").asString());

            Files.writeString(directory.resolve("copy/config.json"), "[]");
            Run damaged = run("inspect", copy);
            assertEquals(3, damaged.code());
            assertEquals("DigestMismatch", damaged.result().path("reason").asString());
            assertTrue(damaged.err().startsWith("modelserver: DigestMismatch: "), damaged.err());
        }
    }

    @Test
    void theExitCodeTellsWhatMayPassFromWhatDoesNot() throws Exception {
        try (LocalHub hub = new LocalHub()) {
            Run missing = fetch(hub);
            assertEquals(3, missing.code());
            assertEquals("NotFound", missing.result().path("reason").asString());

            Fault busy = new Fault.Status(429, Map.of("Retry-After", "0"));
            hub.model().publish();
            hub.hub.fail(
                    LocalHub.listPath(),
                    IntStream.range(0, 20).mapToObj(_ -> busy).toArray(Fault[]::new));
            Run limited = fetch(hub);
            assertEquals(1, limited.code());
            assertEquals("RateLimited", limited.result().path("reason").asString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | names no single source",
                "[1] | names no single source",
                "{ | is not JSON",
                "{\"ftp\": {}} | has the source 'ftp'",
                "{\"http\": {}} | http.url is missing",
                "{\"http\": {\"url\": \"http://host/a.zip\"}} | allowHttp",
                "{\"http\": {\"url\": \"file:///etc/passwd\"}} | write https://host/path",
                "{\"http\": {\"url\": \"https://user:pw@host/a.zip\"}} | credentials in its address",
                "{\"http\": {\"url\": \"https://host/a.zip\", \"sha256\": \"abc\"}} | 64 hexadecimal digits",
                "{\"http\": {\"uri\": \"https://host/a.zip\"}} | http has no field 'uri'",
                "{\"huggingFace\": {\"repository\": \"../x\"}} | organisation/name",
                "{\"huggingFace\": {\"repository\": \"a/b\", \"revision\": \"../../x\"}} | a branch, tag or commit",
                "{\"s3\": {\"bucket\": \"b\"}} | a bucket's name",
                "{\"s3\": {\"bucket\": \"models\", \"prefix\": \"../x\"}} | '..'",
            })
    void aSourceThatIsNoneIsRefused(String source, String words) throws Exception {
        StringWriter err = new StringWriter();
        int code = new CommandLine(new ModelCommand())
                .setErr(new PrintWriter(err, true))
                .execute("fetch", "--to", model(), "--source-json", source);
        assertEquals(2, code);
        assertTrue(err.toString().contains(words), err.toString());
    }

    @Test
    void aResultFitsIntoWhatKubernetesKeeps() {
        ModelManifest many = ModelManifest.of(
                "hub",
                LocalHub.COMMIT,
                IntStream.range(0, 500)
                        .mapToObj(i -> new ModelFile("ä".repeat(100) + i, 1, "a".repeat(64)))
                        .toList());

        String result = Report.result(many);

        assertTrue(result.getBytes(StandardCharsets.UTF_8).length < 4_096, result);
        JsonNode read = JsonMapper.shared().readTree(result);
        assertEquals(500, read.path("fileCount").intValue());
        assertTrue(read.path("files").size() > 10);
    }
}
