package io.modeldeployment.server.config;

import io.modeldeployment.server.model.Quantization;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that choose the numbers a model is computed in. */
final class QuantizationFlags {
    @Option(
            names = "--quantization",
            defaultValue = "none",
            paramLabel = "KIND",
            converter = ChoiceConverter.ForQuantization.class,
            description =
                    "none, fp16, int8 or int4: the numbers that large weights are kept in. int8 is faster on a CPU, fp16 on "
                            + "a GPU; int4 only saves memory. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Quantization quantization;

    @Option(
            names = "--min-agreement",
            defaultValue = "0.9",
            paramLabel = "SHARE",
            description =
                    "A quantised model is compared with float32 at start and refused below this: the share of texts with the "
                            + "same best label, or the mean cosine of embeddings. Default: ${DEFAULT-VALUE}.")
    private double minAgreement;

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description = "Texts to compare on, one a line. Default: 40 sentences that come with the server.")
    private @Nullable Path calibration;

    ServeOptions.Precision precision() {
        return new ServeOptions.Precision(quantization, minAgreement, Optional.ofNullable(calibration));
    }

    /** Whether the limit is a share. */
    boolean isValid() {
        return minAgreement >= 0 && minAgreement <= 1;
    }
}
