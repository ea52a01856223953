package io.modeldeployment.server.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A read-only view of one safetensors file: its header is checked at once, its tensors are mapped when asked for. */
public final class SafeTensors implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final Map<String, TensorInfo> tensors;

    private SafeTensors(Path file, FileChannel channel, Map<String, TensorInfo> tensors) {
        this.file = file;
        this.channel = channel;
        this.tensors = tensors;
    }

    /**
     * Opens a file and checks all of its header.
     *
     * @throws ModelFormatException when the file is missing, unreadable, cut off, or its header is wrong
     */
    public static SafeTensors open(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return new SafeTensors(file, channel, SafeTensorsHeader.read(channel, file));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException _) {
            throw new ModelFormatException(file, "is missing", "put the model's weights there");
        } catch (IOException e) {
            throw new ModelFormatException(
                    file, "cannot be read: " + e.getMessage(), "check the file and its permissions");
        }
    }

    /** The file this is a view of. */
    public Path file() {
        return file;
    }

    /** All tensors by name, in the order of their bytes. */
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    /**
     * Maps one tensor's bytes, read-only; they stay valid until the arena is closed, also after this object is closed.
     *
     * @throws ModelFormatException when the file can no longer be mapped
     */
    public MemorySegment map(TensorInfo tensor, Arena arena) {
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, tensor.offset(), tensor.length(), arena);
        } catch (IOException e) {
            throw new ModelFormatException(file, "cannot be mapped: " + e.getMessage(), "check the file system");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // A channel that was only read from has nothing to lose.
        }
    }
}
