package io.modeldeployment.server.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the few opcodes of Python's pickle protocol 2 that a TorchScript archive needs.
 *
 * <p>Opcodes: <a href="https://github.com/python/cpython/blob/3.12/Lib/pickletools.py">pickletools.py</a>.
 */
final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle() {
        opcode(0x80);
        out.write(2);
    }

    /** The class or function of that module. */
    Pickle global(String module, String name) {
        opcode('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Pickle string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        opcode('X');
        littleEndian(utf8.length, Integer.BYTES);
        out.writeBytes(utf8);
        return this;
    }

    /** A whole number from 0 to 2³¹−1. */
    Pickle number(int value) {
        opcode('J');
        littleEndian(value, Integer.BYTES);
        return this;
    }

    Pickle bool(boolean value) {
        return opcode(value ? 0x88 : 0x89);
    }

    Pickle none() {
        return opcode('N');
    }

    Pickle mark() {
        return opcode('(');
    }

    /** Everything since the last mark, as a tuple. */
    Pickle tuple() {
        return opcode('t');
    }

    Pickle emptyTuple() {
        return opcode(')');
    }

    Pickle emptyDict() {
        return opcode('}');
    }

    /** Puts the keys and values since the last mark into the dictionary before it. */
    Pickle setItems() {
        return opcode('u');
    }

    /** Calls the class below with the argument tuple on top, as {@code __new__}. */
    Pickle newObject() {
        return opcode(0x81);
    }

    /** Calls the function below with the argument tuple on top. */
    Pickle reduce() {
        return opcode('R');
    }

    /** Sets the state on top on the object below. */
    Pickle build() {
        return opcode('b');
    }

    /** Replaces the id tuple on top with the persistent object it names. */
    Pickle persistentId() {
        return opcode('Q');
    }

    /** Ends the pickle. */
    byte[] stop() {
        return opcode('.').out.toByteArray();
    }

    private Pickle opcode(int code) {
        out.write(code);
        return this;
    }

    private void littleEndian(int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write(value >>> (Byte.SIZE * i));
        }
    }
}
