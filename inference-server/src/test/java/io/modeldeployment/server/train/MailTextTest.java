package io.modeldeployment.server.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a reader would see is all the model gets. */
class MailTextTest {
    private static String read(String mail) throws IOException {
        return MailText.of(mail.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void joinsSubjectAndBodyWithSingleSpacesAndLeavesOtherHeadersOut() throws IOException {
        String text = read("From a@example.org  Thu Aug 22 12:36:23 2002\nFrom: boss@example.org\nX-Spam-Status: Yes\n"
                + "Subject: Lunch\n\nAt   noon?\n\nBob\n");

        assertEquals("Lunch At noon? Bob", text);
    }

    @Test
    void decodesEncodedWordsQuotedPrintableAndTheDeclaredCharset() throws IOException {
        String text = read("Subject: =?ISO-8859-1?Q?Caf=E9?=\nContent-Type: text/plain; charset=iso-8859-1\n"
                + "Content-Transfer-Encoding: quoted-printable\n\nd=E9j=E0 vu=\n, again\n");

        assertEquals("Café déjà vu, again", text);
    }

    @Test
    void decodesBase64() throws IOException {
        String text = read("Subject: s\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
                + "5L2g5aW9IPCfmIA=\n");

        assertEquals("s 你好 😀", text);
    }

    @Test
    void readsBytesOfUnknownOrMissingCharsetsAsWindows1252() throws IOException {
        byte[] mail = "Subject: s\nContent-Type: text/plain; charset=no-such-thing\n\n“5 €”\n"
                .getBytes(Charset.forName("windows-1252"));

        assertEquals("s “5 €”", MailText.of(mail));
    }

    @Test
    void stripsHtmlWithItsScriptsAndStyles() throws IOException {
        String text = read("Subject: s\nContent-Type: text/html\n\n<html><head><style>p {color: red}</style>"
                + "<script>steal()</script></head><body><p>Buy <b>now</b> &amp; save</p></body></html>\n");

        assertEquals("s Buy now & save", text);
    }

    @Test
    void takesTheFirstReadablePartOfAlternativesAndNoAttachments() throws IOException {
        String text = read("""
                Subject: s
                Content-Type: multipart/mixed; boundary=outer

                --outer
                Content-Type: multipart/alternative; boundary=inner

                --inner
                Content-Type: text/plain

                plain words
                --inner
                Content-Type: text/html

                <p>html words</p>
                --inner--
                --outer
                Content-Type: text/plain
                Content-Disposition: attachment; filename=notes.txt

                attached words
                --outer
                Content-Type: image/png
                Content-Transfer-Encoding: base64

                iVBORw0KGgo=
                --outer--
                """);

        assertEquals("s plain words", text);
    }

    @Test
    void cutsLongMailsWithoutSplittingACharacter() throws IOException {
        String text = read("Subject: x\nContent-Type: text/plain; charset=utf-8\n\n" + "😀".repeat(5_000));

        assertTrue(text.length() <= MailText.MAX_CHARACTERS);
        assertFalse(Character.isHighSurrogate(text.charAt(text.length() - 1)));
    }

    @Test
    void readsAMailWithoutAnything() throws IOException {
        assertEquals("", read("From a@example.org  Thu Aug 22 12:36:23 2002"));
        assertEquals("", read(""));
    }
}
