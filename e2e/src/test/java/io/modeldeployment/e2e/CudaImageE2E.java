package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.modeldeployment.e2e.fixture.Cluster;
import io.modeldeployment.e2e.fixture.CudaServer;
import io.modeldeployment.e2e.fixture.DriverStub;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.predict.Classification;
import io.modeldeployment.e2e.predict.PredictionClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The image for GPUs on a node without one: what can be shown of it where no GPU is. */
@EndToEnd
class CudaImageE2E {
    private static final List<String> TEXTS = List.of(
            "Free money! Click here to claim your prize now.",
            "Re: the patch for the mailing list archive",
            "会议改到星期三下午三点 🙂");
    private static final double CLOSE = 1e-4;

    @BeforeAll
    static void theImageIsThere() throws IOException, InterruptedException {
        Path archive = Cluster.built("build/images/gpu/inference-server-dev-cuda.tar");
        assumeTrue(Files.exists(archive), "the image for GPUs is not built: run make image-server-cuda (3 GB)");
        assumeTrue(DriverStub.canBeMade(), "there is no gcc to make a stub of the driver with");
        int code = new ProcessBuilder(Cluster.built("images/load").toString(), archive.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertEquals(0, code, "images/load " + archive);
    }

    @Test
    void withDeviceAutoItSaysThatItFallsBackAndAnswersAsTheImageForProcessors(Given given) {
        var cpu = given.aModelDeployment("cpu").isReady().asked();
        var server = new CudaServer(given, "auto");
        PredictionClient cuda = server.asked();
        assertTrue(
                server.log().stream()
                        .anyMatch(line -> line.contains("device cpu (--device auto found no CUDA device)")),
                () -> String.join("\n", server.log()));
        for (String text : TEXTS) {
            Classification expected = cpu.predict(text);
            Classification answer = cuda.predict(text);
            assertEquals(expected.best().label(), answer.best().label(), text);
            assertEquals(expected.best().score(), answer.best().score(), CLOSE, text);
        }
    }

    @Test
    void withDeviceCudaItRefusesInOneLine(Given given) {
        var server = new CudaServer(given, "cuda");
        assertNotEquals(0, server.exitCode());
        List<String> refusals = server.log().stream()
                .filter(line -> line.contains("--device cuda: PyTorch sees no CUDA device here"))
                .toList();
        assertEquals(1, refusals.size(), () -> String.join("\n", server.log()));
        assertTrue(
                server.log().stream().noneMatch(line -> line.startsWith("\tat ")),
                () -> String.join("\n", server.log()));
    }
}
