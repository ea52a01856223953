package io.modeldeployment.cli.report;

import static io.modeldeployment.cli.Fixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.modeldeployment.cli.view.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private final Redaction redaction = new Redaction();

    @Test
    void valuesOfTheEnvironmentGoAndTheirNamesStay() {
        var clean = redaction.of(yaml("""
                spec:
                  containers:
                  - env:
                    - {name: GREETING, value: hello-there}
                    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: redis, key: password}}}
                """));
        var env = clean.list("spec", "containers").getFirst().list("env");
        assertEquals("GREETING", env.getFirst().text("name").orElseThrow());
        assertEquals(Redaction.MARK, env.getFirst().text("value").orElseThrow());
        assertEquals(
                "redis", env.getLast().text("valueFrom", "secretKeyRef", "name").orElseThrow());
        assertEquals("said <redacted> twice", redaction.text("said hello-there twice"), "found again in a text");
    }

    @Test
    void fieldsAndFlagsByTheNameOfASecretGo() {
        var clean = redaction.of(yaml("""
                data: {apiKey: abc, maxTokens: 256, secretName: mine, tokenSecretRef: {name: hf}}
                args: [--api-key, key-one, --max-tokens, '256', --hf-token=key-two, --redis, 'redis://me:key-three@host:6379']
                metadata:
                  annotations: {vault.example.com/inject: key-four, serving.modeldeployment.io/action: promote;id=1}
                """));
        assertEquals(yaml("""
                        data: {apiKey: '<redacted>', maxTokens: 256, secretName: mine, tokenSecretRef: {name: hf}}
                        args: [--api-key, '<redacted>', --max-tokens, '256', '--hf-token=<redacted>', --redis,
                          'redis://<redacted>@host:6379']
                        metadata:
                          annotations: {vault.example.com/inject: '<redacted>',
                            serving.modeldeployment.io/action: promote;id=1}
                        """), clean);
    }

    @Test
    void whatLooksLikeASecretGoesFromTexts() {
        for (String line : List.of(
                "Authorization: Bearer abcdefgh12345",
                "got {\"password\":\"hunter2222\"} from client",
                "HF_TOKEN=hf_abcdefghijklmnopqrst",
                "api_key: 'super secret value'",
                "https://me:hunter2222@example.com/x",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
                "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----",
                "AKIAABCDEFGHIJKLMNOP")) {
            String clean = redaction.text(line);
            for (String secret : List.of(
                    "abcdefgh12345",
                    "hunter2222",
                    "abcdefghijklmnop",
                    "super secret",
                    "eyJhbGci",
                    "MIIE",
                    "AKIAABCD")) {
                assertFalse(clean.contains(secret), clean);
            }
        }
    }

    @Test
    void ordinaryTextsStay() {
        String log =
                "{\"tokens\":512,\"max_tokens\":256,\"model_name\":\"spam\",\"top_label\":\"ham\",\"path\":\"/predict\"}";
        assertEquals(log, redaction.text(log));
        assertEquals("http://spam:80/predict", redaction.text("http://spam:80/predict"));
    }

    @Test
    void noValueOfTheEnvironmentComesBackInAnyText() {
        var random = new Random(11);
        for (int round = 0; round < 300; round++) {
            String secret = random.ints(6 + random.nextInt(20), '!', '~' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            var fresh = new Redaction();
            var entry = new LinkedHashMap<String, Object>(Map.of("name", "X", "value", secret));
            var clean = fresh.of(new Fields(Map.of("spec", Map.of("env", List.of(entry)))));
            assertFalse(String.valueOf(clean).contains(secret), secret);
            if (!secret.matches("[0-9.]+|true|false")) {
                assertFalse(fresh.text("log: " + secret + " end").contains(secret), secret);
            }
        }
    }
}
