package io.modeldeployment.server.model;

import java.util.Locale;

/** The numbers that the large weights are kept in. */
public enum Quantization {
    /** float32, as most checkpoints are computed. */
    NONE,
    /** float16 weights; products are summed in float32. */
    FP16,
    /** 8-bit weights, a scale for each output; on a CPU the activations too, with a scale for each token. */
    INT8,
    /** 4-bit weights, a scale for each group of 32, unpacked at each use: saves memory, not time. */
    INT4;

    /** The name on the command line, in answers and in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
