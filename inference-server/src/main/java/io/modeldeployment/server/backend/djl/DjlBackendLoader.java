package io.modeldeployment.server.backend.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import io.modeldeployment.server.backend.BackendException;
import io.modeldeployment.server.backend.BatchLayout;
import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.model.EncoderProgram;
import io.modeldeployment.server.model.EncoderScript;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.LinearKernel;
import io.modeldeployment.server.model.ModelConfig;
import io.modeldeployment.server.model.Quantization;
import io.modeldeployment.server.model.TorchArchive;
import io.modeldeployment.server.model.Weights;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Brings a model into libtorch: the program first, then its weights straight from the mapped file, layer by layer. */
public final class DjlBackendLoader {
    private final Device device;
    private final BatchLayout layout;

    /**
     * @param choice the device to compute on
     * @param layout how batches are laid out; {@link BatchLayout#PACKED} is what serving wants
     * @throws BackendException when the engine does not start, or CUDA is asked for where there is none
     */
    public DjlBackendLoader(DeviceChoice choice, BatchLayout layout) {
        this.device = device(choice);
        this.layout = layout;
    }

    private static Device device(DeviceChoice choice) {
        int gpus;
        try {
            gpus = choice == DeviceChoice.CPU ? 0 : Engine.getEngine("PyTorch").getGpuCount();
        } catch (EngineException e) {
            throw new BackendException("the PyTorch engine does not start: " + e.getMessage(), e);
        }
        if (choice == DeviceChoice.CUDA && gpus == 0) {
            throw new BackendException(
                    "--device cuda: PyTorch sees no CUDA device here; use --device cpu, or the CUDA image on a node with a GPU");
        }
        return gpus > 0 ? Device.gpu(0) : Device.cpu();
    }

    /** Loads a model in float32; see {@link #load(ModelConfig, Weights, Head, Quantization)}. */
    public ModelBackend load(ModelConfig config, Weights weights, Head head) {
        return load(config, weights, head, Quantization.NONE);
    }

    /**
     * Loads a model.
     *
     * @param config the model's configuration
     * @param weights its weights, needed only during this call
     * @param head what to compute from the hidden states
     * @param quantization the numbers to keep the large weights in
     * @throws io.modeldeployment.server.model.ModelFormatException when the weights do not fit the configuration
     * @throws BackendException when the engine refuses the program
     */
    public ModelBackend load(ModelConfig config, Weights weights, Head head, Quantization quantization) {
        LinearKernel kernel = LinearKernel.of(quantization, device.isGpu());
        EncoderProgram program = EncoderScript.write(config, weights, head, kernel);
        DjlBackend.Settings settings = new DjlBackend.Settings(program, config.firstPosition(), layout);
        try {
            PtNDManager manager = (PtNDManager) NDManager.newBaseManager(device, "PyTorch");
            DjlBackend backend = new DjlBackend(manager, module(manager, program), settings);
            try {
                program.loadSteps().forEach(step -> backend.load(step, weights));
                return backend;
            } catch (RuntimeException e) {
                backend.close();
                throw e;
            }
        } catch (IOException | EngineException e) {
            throw new BackendException("the PyTorch engine does not load the model: " + e.getMessage(), e);
        }
    }

    private static PtSymbolBlock module(PtNDManager manager, EncoderProgram program) throws IOException {
        return JniUtils.loadModule(manager, new ByteArrayInputStream(TorchArchive.write(program)), false, false);
    }
}
