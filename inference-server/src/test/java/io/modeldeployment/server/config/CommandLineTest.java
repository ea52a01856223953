package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.batch.BatchLimits;
import io.modeldeployment.server.inference.TextRules;
import io.modeldeployment.server.model.Task;
import io.modeldeployment.server.ratelimit.RateLimit;
import io.modeldeployment.server.web.ConnectionLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {
    private static ServeOptions parse(String arguments) {
        ServeCommand command = new ServeCommand();
        new CommandLine(command).parseArgs(arguments.split(" "));
        return command.options();
    }

    @Test
    void servesADirectoryWithDefaultsThatSuitTheDevice() {
        ServeOptions options = parse("--model /models/my_model");

        assertEquals("my_model", options.modelName());
        assertTrue(options.verifyFiles());
        assertFalse(parse("--model m --verify-files=false").verifyFiles());
        assertEquals("local", options.revision());
        assertEquals(Task.AUTO, options.task());
        assertEquals(DeviceChoice.AUTO, options.device());
        assertEquals(new ServeOptions.Address("0.0.0.0", 8000), options.address());
        assertEquals(new ServeOptions.Input(OptionalInt.empty(), 100_000, 128, 3), options.input());
        assertEquals(Duration.ofSeconds(5), options.drain());
        BatchLimits cpu = options.batching().on("cpu");
        assertEquals(256, cpu.maxBatchTokens());
        assertEquals(Runtime.getRuntime().availableProcessors(), cpu.workers());
        BatchLimits gpu = options.batching().on("cuda:0");
        assertEquals(16_384, gpu.maxBatchTokens());
        assertEquals(1, gpu.workers());
    }

    @Test
    void takesEveryFlag() {
        ServeOptions options =
                parse("--model m --port 0 --host 127.0.0.1 --model-name org/spam --revision 7f3a --task embedding"
                        + " --device cpu --max-length 64 --max-characters 10 --max-texts 5 --max-body 2048 --top-k 2"
                        + " --max-batch-tokens 99 --max-queue 7 --max-queue-tokens 70 --queue-timeout 1m30s --drain-seconds 0"
                        + " --workers 3");

        assertEquals("org/spam", options.modelName());
        assertEquals("7f3a", options.revision());
        assertEquals(Task.EMBEDDING, options.task());
        assertEquals(DeviceChoice.CPU, options.device());
        assertEquals(new ServeOptions.Address("127.0.0.1", 0), options.address());
        assertEquals(new ServeOptions.Input(OptionalInt.of(64), 10, 5, 2), options.input());
        assertEquals(
                new BatchLimits(3, 99, 7, 70, Duration.ofSeconds(90)),
                options.batching().on("cpu"));
        assertEquals(2048, options.bodies().single());
        assertEquals(16_384, options.bodies().batch());
        assertEquals(Duration.ZERO, options.drain());
    }

    @Test
    void keepsAnswersAndListensForOperatorsUnlessToldOtherwise() {
        GuardOptions guard = parse("--model m").guard();
        assertEquals(16L << 20, guard.cacheSize());
        assertEquals(Duration.ofHours(1), guard.cacheTtl());
        assertEquals(Optional.empty(), guard.redis());
        assertEquals(Optional.empty(), guard.rateLimit());
        assertEquals(TextRules.NONE, guard.rules());
        assertEquals(ConnectionLimits.DEFAULT, guard.connections());
        assertEquals(OptionalInt.of(8001), guard.managementPort());
        assertEquals(0, guard.sampleSize());
    }

    @Test
    void takesEveryFlagOfTheGuards() {
        GuardOptions guard = parse("--model m --cache-size 1Gi --cache-ttl 90s --redis rediss://u@cache:7000/2"
                        + " --rate-limit 5/1m --rate-limit-by address --rate-limit-scope global"
                        + " --trusted-proxies 10.0.0.0/8,fd00::/8 --sanitize --refuse-pattern a+ --refuse-pattern b"
                        + " --header-timeout 3s --body-timeout 4s --max-connections 99 --management-port 9000"
                        + " --sample-size 200")
                .guard();
        assertEquals(1L << 30, guard.cacheSize());
        assertEquals(Duration.ofSeconds(90), guard.cacheTtl());
        assertEquals("cache:7000", guard.redis().orElseThrow().toString());
        RateLimitFlags.Options limit = guard.rateLimit().orElseThrow();
        assertEquals(new RateLimit(5, Duration.ofMinutes(1)), limit.limit());
        assertTrue(limit.global());
        assertTrue(guard.rules().sanitize());
        assertEquals(2, guard.rules().refused().size());
        assertEquals(new ConnectionLimits(Duration.ofSeconds(3), Duration.ofSeconds(4), 99), guard.connections());
        assertEquals(OptionalInt.of(9000), guard.managementPort());
        assertEquals(200, guard.sampleSize());
    }

    @Test
    void aRateLimitNeedsNoNumbers() {
        GuardOptions guard = parse("--rate-limit --model m").guard();
        assertEquals(RateLimit.DEFAULT, guard.rateLimit().orElseThrow().limit());
    }

    @ParameterizedTest
    @CsvSource({"--port 8080, 8081", "--port 0, 0", "--port 65535, 0", "--management-port 0, 0"})
    void operatorsHaveThePortAfterThatOfClients(String flags, int port) {
        assertEquals(OptionalInt.of(port), parse("--model m " + flags).guard().managementPort());
        assertEquals(
                OptionalInt.empty(),
                parse("--model m --management-port none").guard().managementPort());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --port 8000                          | Missing required option: '--model=DIR'
            --model m --port 65536               | --port is 65536: write a whole number from 0 to 65535
            --model m --port -1                  | --port is -1: write
            --model m --port http                | 'http' is not an int
            --model m --task regression          | 'regression' is none of auto, text-classification, embedding
            --model m --device gpu               | 'gpu' is none of auto, cpu, cuda
            --model m --max-length 2             | --max-length is 2: write a whole number from 3
            --model m --max-characters 0         | --max-characters is 0: write
            --model m --max-texts 0              | --max-texts is 0: write
            --model m --max-texts 600            | raise --max-queue or lower --max-texts
            --model m --max-body 10              | --max-body is 10: write a whole number from 1024
            --model m --top-k 0                  | --top-k is 0: write
            --model m --max-batch-tokens 0       | --max-batch-tokens is 0: write
            --model m --max-queue 0              | --max-queue is 0: write
            --model m --max-queue-tokens 0       | --max-queue-tokens is 0: write
            --model m --queue-timeout 10minutes  | '10minutes' is not a duration above 0: write one such as 500ms
            --model m --queue-timeout 0s         | '0s' is not a duration above 0
            --model m --queue-timeout -5s        | '-5s' is not a duration above 0
            --model m --drain-seconds -1         | --drain-seconds is -1: write
            --model m --workers 0                | --workers is 0: write
            --model m --workers 257              | --workers is 257: write
            --model m --model-name a"b           | --model-name is 'a"b': write at most 128 letters
            --model m --revision ,               | --revision is ',': write at most 128 letters
            --model m --speed fast               | Unknown option
            --model m --cache-size 1kB           | '1kB' is not a number of bytes: write one such as 16Mi
            --model m --cache-size 65Gi          | write at most 64Gi
            --model m --cache-ttl 0s             | '0s' is not a duration above 0
            --model m --redis cache:6379         | --redis: it is no address of a Redis: write redis://
            --model m --redis redis://u:p@cache  | set REDIS_PASSWORD or --redis-password-file
            --model m --redis redis://c --redis-password-file /no/such | name a file that can be read
            --model m --rate-limit 100           | --rate-limit: it is no limit: write requests/window, such as 100/60s
            --model m --rate-limit 0/1s          | --rate-limit: it is out of range
            --model m --rate-limit --rate-limit-scope global | add --redis, or leave it out
            --model m --rate-limit-by name       | 'name' is none of key, address
            --model m --trusted-proxies 10.0/8   | '10.0/8' is no range of addresses: write 10.0.0.0/8
            --model m --refuse-pattern (a        | write a regular expression of RE2
            --model m --refuse-pattern (?=a)     | no backreferences, no lookaround
            --model m --body-timeout 2h          | --body-timeout is longer than 1h
            --model m --max-connections 1        | --max-connections is 1: write a whole number from 10
            --model m --management-port 8000     | --management-port is that of --port: choose another, or none
            --model m --sample-size 1001         | --sample-size is 1001: write a whole number from 0 to 1000
            --model m --sample-size 9 --management-port none | the sample is read there, leave one of them out
            --model m --management-port no       | --management-port is no: write a whole number from 0 to 65535, or none
            """)
    void refusesAWrongFlagAndSaysWhatToWrite(String arguments, String message) {
        CommandLine.ParameterException refusal =
                assertThrows(CommandLine.ParameterException.class, () -> parse(arguments));
        assertTrue(String.valueOf(refusal.getMessage()).contains(message), refusal.getMessage());
    }
}
