package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.batch.BatchLimits;
import io.modeldeployment.server.model.Task;
import java.time.Duration;
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
            """)
    void refusesAWrongFlagAndSaysWhatToWrite(String arguments, String message) {
        CommandLine.ParameterException refusal =
                assertThrows(CommandLine.ParameterException.class, () -> parse(arguments));
        assertTrue(String.valueOf(refusal.getMessage()).contains(message), refusal.getMessage());
    }
}
