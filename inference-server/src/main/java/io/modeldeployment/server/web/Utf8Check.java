package io.modeldeployment.server.web;

import java.io.IOException;

/**
 * Refuses the forms of UTF-8 that the JSON parser lets pass: longer ones than a character needs, by which a NUL or a quote could
 * get past whoever looked for it, and code points that are none (RFC 3629). Everything else that is wrong the parser finds.
 */
final class Utf8Check {
    private int last;

    /** Says that a body is not UTF-8. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException() {
            super("the body is not valid UTF-8");
        }
    }

    /**
     * Looks at the next bytes of a body.
     *
     * @throws MalformedException when they cannot be UTF-8
     */
    void accept(byte[] bytes, int offset, int length) throws MalformedException {
        for (int i = offset; i < offset + length; i++) {
            accept(bytes[i] & 0xFF);
        }
    }

    /** Looks at the next byte, 0 to 255. */
    void accept(int next) throws MalformedException {
        boolean never = next == 0xC0 || next == 0xC1 || next > 0xF4;
        boolean overlong = last == 0xE0 && next < 0xA0 || last == 0xF0 && next < 0x90;
        boolean tooLarge = last == 0xF4 && next > 0x8F;
        if (never || overlong || tooLarge) {
            throw new MalformedException();
        }
        last = next;
    }
}
