package io.modeldeployment.server.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class TorchArchiveTest {
    private static final EncoderProgram PROGRAM = new EncoderProgram(
            "class M(Module):\n", List.of(new ScriptAttribute("w", ScriptAttribute.Kind.TENSOR)), List.of(), 1, 1);

    @Test
    void holdsTheEntriesThatLibtorchLooksFor() throws IOException {
        Map<String, String> content = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(TorchArchive.write(PROGRAM)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertEquals(ZipEntry.STORED, entry.getMethod());
                content.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        assertEquals(
                List.of("m/data.pkl", "m/code/__torch__.py", "m/data/0", "m/constants.pkl", "m/version", "m/byteorder"),
                List.copyOf(content.keySet()));
        assertEquals("class M(Module):\n", content.get("m/code/__torch__.py"));
        assertEquals("10\n", content.get("m/version"));
        assertEquals("little", content.get("m/byteorder"));
    }

    @Test
    void startsEveryEntryAtAMultipleOf64() {
        ByteBuffer archive = ByteBuffer.wrap(TorchArchive.write(PROGRAM)).order(ByteOrder.LITTLE_ENDIAN);
        int entries = 0;
        for (int at = 0; archive.getInt(at) == 0x04034b50; entries++) {
            int start = at + 30 + archive.getShort(at + 26) + archive.getShort(at + 28);
            assertEquals(0, start % 64, "entry " + entries);
            at = start + archive.getInt(at + 18);
        }
        assertEquals(6, entries);
    }

    @Test
    void isTheSameEveryTime() {
        assertArrayEquals(TorchArchive.write(PROGRAM), TorchArchive.write(PROGRAM));
    }

    @Test
    void picklesAModuleWithAPlaceholderForEachAttribute() {
        String pickle = new String(
                TorchArchive.module(List.of(
                        new ScriptAttribute("w", ScriptAttribute.Kind.TENSOR),
                        new ScriptAttribute("p", ScriptAttribute.Kind.PACKED))),
                StandardCharsets.ISO_8859_1);

        String module = "\u0080\u0002c__torch__\nM\n)\u0081}(X\b\0\0\0training\u0089X\u0001\0\0\0w";
        String storage = "c" + "torch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\n"
                + "X\u0001\0\0\0000X\u0003\0\0\0cpuJ\u0001\0\0\0tQ";
        String tensor =
                "J\0\0\0\0(J\u0001\0\0\0t(J\u0001\0\0\0t\u0089ccollections\nOrderedDict\n)RtRX\u0001\0\0\0pNub.";
        assertEquals(module + storage + tensor, pickle);
    }
}
