package io.modeldeployment.server.cache;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The form of an output in Redis: the format's version (1 byte), the tokens before the cut (4 bytes), the numbers (4 bytes each),
 * CRC-32C of all that (4 bytes); big-endian. Anybody may write to a Redis, so that nothing is taken on trust.
 */
final class OutputCodec {
    private static final byte VERSION = 1;
    private static final int HEADER = 1 + Integer.BYTES;
    private static final int CHECKSUM = Integer.BYTES;

    private OutputCodec() {}

    static byte[] encode(ModelOutput output) {
        float[] row = output.row();
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + row.length * Float.BYTES + CHECKSUM);
        bytes.put(VERSION).putInt(output.fullTokens());
        for (float number : row) {
            bytes.putFloat(number);
        }
        bytes.putInt(checksum(bytes.array(), bytes.position()));
        return bytes.array();
    }

    /**
     * Reads an output.
     *
     * @param bytes what Redis holds
     * @param size how many numbers the model puts out
     * @return empty when the bytes are not an output of that size
     */
    static Optional<ModelOutput> decode(byte[] bytes, int size) {
        if (bytes.length != HEADER + size * Float.BYTES + CHECKSUM) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        boolean known = buffer.get() == VERSION;
        int fullTokens = buffer.getInt();
        float[] row = new float[size];
        boolean finite = true;
        for (int i = 0; i < size; i++) {
            row[i] = buffer.getFloat();
            finite &= Float.isFinite(row[i]);
        }
        boolean whole = buffer.getInt() == checksum(bytes, bytes.length - CHECKSUM);
        return known && whole && finite && fullTokens > 0
                ? Optional.of(new ModelOutput(row, fullTokens))
                : Optional.empty();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
