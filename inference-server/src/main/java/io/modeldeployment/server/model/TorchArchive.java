package io.modeldeployment.server.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the archive that {@code torch::jit::load} reads: code only, every attribute a placeholder.
 *
 * <p>A TorchScript archive is a zip of stored entries under one folder: {@code data.pkl} (the module object),
 * {@code code/__torch__.py} (its class), {@code data/N} (tensor bytes), {@code constants.pkl} and {@code version}. Weights are
 * handed to the loaded module later, so that they need no second copy on disk.
 */
public final class TorchArchive {
    private static final String FOLDER = "m/";
    /** A fixed time, so that the bytes are the same every time; before February 1980 the zip writer would add a field. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 2, 1, 0, 0);

    private static final String PLACEHOLDER_KEY = "0";
    /** The archive version whose operators the code is written for: gelu takes {@code approximate} since 10. */
    private static final String VERSION = "10\n";
    /** libtorch maps a storage at this alignment, in bytes. */
    private static final int ALIGNMENT = 64;

    private TorchArchive() {}

    /** The archive of a program, without weights. */
    public static byte[] write(EncoderProgram program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            CountingEntries entries = new CountingEntries(zip, bytes);
            entries.add("data.pkl", module(program.attributes()));
            entries.add("code/__torch__.py", program.source().getBytes(StandardCharsets.UTF_8));
            entries.add("data/" + PLACEHOLDER_KEY, new byte[Float.BYTES]);
            entries.add("constants.pkl", new Pickle().emptyTuple().stop());
            entries.add("version", VERSION.getBytes(StandardCharsets.US_ASCII));
            entries.add("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** The pickled module: an object of class {@code M} whose state is its attributes. */
    static byte[] module(List<ScriptAttribute> attributes) {
        Pickle pickle = new Pickle().global("__torch__", "M").emptyTuple().newObject();
        pickle.emptyDict().mark().string("training").bool(false);
        for (ScriptAttribute attribute : attributes) {
            pickle.string(attribute.name());
            switch (attribute.kind()) {
                case TENSOR -> placeholder(pickle);
                case PACKED -> pickle.none();
            }
        }
        return pickle.setItems().build().stop();
    }

    // torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, backward_hooks)
    private static void placeholder(Pickle pickle) {
        pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
        pickle.mark().string("storage").global("torch", "FloatStorage");
        pickle.string(PLACEHOLDER_KEY).string("cpu").number(1).tuple().persistentId();
        pickle.number(0);
        pickle.mark().number(1).tuple();
        pickle.mark().number(1).tuple();
        pickle.bool(false).global("collections", "OrderedDict").emptyTuple().reduce();
        pickle.tuple().reduce();
    }

    /** Adds stored entries whose bytes start at a multiple of {@link #ALIGNMENT}. */
    private record CountingEntries(ZipOutputStream zip, ByteArrayOutputStream written) {
        private static final int LOCAL_HEADER = 30;
        private static final int EXTRA_HEADER = 4;

        void add(String name, byte[] content) throws IOException {
            zip.flush();
            ZipEntry entry = new ZipEntry(FOLDER + name);
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setCrc(crc.getValue());
            entry.setSize(content.length);
            entry.setCompressedSize(content.length);
            entry.setTimeLocal(EPOCH);
            int before = written.size() + LOCAL_HEADER + FOLDER.length() + name.length() + EXTRA_HEADER;
            entry.setExtra(padding(Math.floorMod(-before, ALIGNMENT)));
            zip.putNextEntry(entry);
            zip.write(content, 0, content.length);
            zip.closeEntry();
        }

        // An extra field of the private id "FB", as PyTorch's own writer pads.
        private static byte[] padding(int length) {
            byte[] extra = new byte[EXTRA_HEADER + length];
            extra[0] = 'F';
            extra[1] = 'B';
            extra[2] = (byte) length;
            return extra;
        }
    }
}
