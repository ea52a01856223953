package io.modeldeployment.server.backend.djl;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.modeldeployment.server.backend.BackendException;
import io.modeldeployment.server.backend.BatchLayout;
import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.backend.PackedBatch;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.model.EncoderProgram;
import io.modeldeployment.server.model.LoadStep;
import io.modeldeployment.server.model.TensorInfo;
import io.modeldeployment.server.model.Weights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Runs an encoder program in libtorch. Weights are shared by all threads; each call has a memory scope of its own. */
public final class DjlBackend implements ModelBackend {
    /** The executor's profiling is a setting of each native thread, and specialising on shapes that never recur only costs. */
    private static final ThreadLocal<Boolean> EXECUTOR_SET = ThreadLocal.withInitial(() -> {
        JniUtils.setGraphExecutorOptimize(false);
        return true;
    });

    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private final Arena residentWeights;
    private final Settings settings;

    /**
     * What a loaded program needs to know of its model.
     *
     * @param outputSize numbers a text
     * @param weightBytes bytes of its weights
     * @param rowMultiple a packed batch is filled up to a multiple of so many tokens
     * @param firstPosition the position id of a text's first token
     * @param layout how batches are laid out
     */
    record Settings(int outputSize, long weightBytes, int rowMultiple, int firstPosition, BatchLayout layout) {
        Settings(EncoderProgram program, int firstPosition, BatchLayout layout) {
            this(program.outputSize(), program.weightBytes(), program.rowMultiple(), firstPosition, layout);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // close() closes the arena of the weights that are read in place
    DjlBackend(PtNDManager manager, PtSymbolBlock module, Settings settings) {
        this.manager = manager;
        this.module = module;
        this.settings = settings;
        this.residentWeights = Arena.ofShared();
    }

    /** Hands one group of weights over to the program. */
    void load(LoadStep step, Weights weights) {
        // A GPU always has its own copy; on the CPU only what is read in place must stay mapped.
        if (step.keepsMemory() && !manager.getDevice().isGpu()) {
            load(step, weights, manager, residentWeights);
            return;
        }
        try (Arena arena = Arena.ofShared();
                PtNDManager scope = (PtNDManager) manager.newSubManager()) {
            load(step, weights, scope, arena);
        }
    }

    private void load(LoadStep step, Weights weights, PtNDManager scope, Arena arena) {
        PtNDArray[] tensors = step.tensors().stream()
                .map(tensor -> array(scope, tensor, weights.float32(tensor, arena)))
                .toArray(PtNDArray[]::new);
        try (IValue list = IValue.listFrom(tensors)) {
            IValueUtils.runMethod(module, step.method(), list).close();
        }
    }

    private static PtNDArray array(PtNDManager scope, TensorInfo tensor, MemorySegment floats) {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        return scope.create(floats.asByteBuffer(), new Shape(shape), DataType.FLOAT32);
    }

    @Override
    public List<float[]> forward(List<TokenIds> texts) {
        EXECUTOR_SET.get();
        try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
            return switch (settings.layout) {
                case PACKED -> packed(scope, texts);
                case PADDED -> padded(scope, texts);
            };
        } catch (RuntimeException e) {
            throw new BackendException("the engine failed on a batch of " + texts.size() + " texts", e);
        }
    }

    private List<float[]> packed(PtNDManager scope, List<TokenIds> texts) {
        PackedBatch batch = PackedBatch.of(texts, settings.firstPosition, settings.rowMultiple);
        PtNDArray tokens = array(scope, batch.tokens(), new Shape(3, batch.rowCount()));
        float[] rows;
        try (IValue tokenValue = IValue.from(tokens);
                IValue runs = IValue.listFrom(batch.runs())) {
            rows = run(EncoderProgram.PACKED, scope, tokenValue, runs);
        }
        float[][] inOrder = new float[texts.size()][];
        int[] order = batch.order();
        for (int row = 0; row < order.length; row++) {
            inOrder[order[row]] = row(rows, row);
        }
        return Arrays.asList(inOrder);
    }

    private List<float[]> padded(PtNDManager scope, List<TokenIds> texts) {
        int width = texts.stream().mapToInt(TokenIds::length).max().orElseThrow();
        long[] tokens = new long[3 * texts.size() * width];
        long[] mask = new long[texts.size() * width];
        for (int text = 0; text < texts.size(); text++) {
            long[] ids = texts.get(text).ids();
            long[] types = texts.get(text).types();
            for (int i = 0; i < ids.length; i++) {
                int at = text * width + i;
                tokens[at] = ids[i];
                tokens[mask.length + at] = (long) settings.firstPosition + i;
                tokens[2 * mask.length + at] = types[i];
                mask[at] = 1;
            }
        }
        float[] rows;
        try (IValue tokenValue = IValue.from(array(scope, tokens, new Shape(3, texts.size(), width)));
                IValue maskValue = IValue.from(array(scope, mask, new Shape(texts.size(), width)))) {
            rows = run(EncoderProgram.PADDED, scope, tokenValue, maskValue);
        }
        return IntStream.range(0, texts.size()).mapToObj(i -> row(rows, i)).toList();
    }

    private float[] run(String method, PtNDManager scope, IValue... arguments) {
        try (IValue result = IValueUtils.runMethod(module, method, arguments)) {
            return result.toNDList(scope).singletonOrThrow().toFloatArray();
        }
    }

    private float[] row(float[] rows, int index) {
        return Arrays.copyOfRange(rows, index * settings.outputSize, (index + 1) * settings.outputSize);
    }

    private static PtNDArray array(PtNDManager scope, long[] values, Shape shape) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(values.length * Long.BYTES).order(ByteOrder.nativeOrder());
        bytes.asLongBuffer().put(values);
        return scope.create(bytes, shape, DataType.INT64);
    }

    @Override
    public int outputSize() {
        return settings.outputSize;
    }

    @Override
    public long weightBytes() {
        return settings.weightBytes;
    }

    @Override
    public String device() {
        Device device = manager.getDevice();
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }

    /** Arrays and modules this backend holds at this moment: constant between calls, or something leaks. */
    int heldResources() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        module.close();
        manager.close();
        residentWeights.close();
    }
}
