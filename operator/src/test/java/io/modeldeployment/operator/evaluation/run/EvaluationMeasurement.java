package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.api.v1.EvaluationSpec;
import io.modeldeployment.api.v1.GoldenSetSource;
import io.modeldeployment.operator.evaluation.Answer;
import io.modeldeployment.operator.evaluation.Answer.Score;
import io.modeldeployment.operator.evaluation.GoldenSet;
import io.modeldeployment.operator.evaluation.GoldenText;
import io.modeldeployment.operator.evaluation.Outcome;
import io.modeldeployment.operator.evaluation.Texts;
import io.modeldeployment.operator.http.BoundedHttp;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Prints how long an evaluation takes against servers as fast as the real one, and what the largest one weighs. */
public final class EvaluationMeasurement {
    /** Of the float32 server on two cores: 7 ms of CPU a text. */
    private static final long MILLIS_PER_TEXT = 7;

    private EvaluationMeasurement() {}

    public static void main(String[] arguments) throws Exception {
        time(500, null);
        time(500, "500ms");
        weigh();
    }

    private static void time(int texts, @Nullable String latency) throws Exception {
        GoldenSet set = Texts.set(texts);
        GoldenSetReader reader =
                (namespace, source, deadline) -> Texts.jsonLines(set.texts()).getBytes(StandardCharsets.UTF_8);
        var spec = new EvaluationSpec(
                new GoldenSetSource(null, "http://set", null, null),
                null,
                0.9,
                null,
                null,
                null,
                null,
                latency,
                null,
                null,
                null,
                null);
        var key = new EvaluationKey(
                "models", "spam", new RevisionHash("new"), Optional.of(new RevisionHash("old")), Instant.EPOCH);
        try (FakeModelServer candidate = twoCores();
                FakeModelServer stable = twoCores();
                var evaluations = new Evaluations(
                        new EvaluationRun.Tools(reader, new ModelServerClient(BoundedHttp.newClient())),
                        Clock.systemUTC())) {
            var pods = new Pods(List.of(candidate.address()), List.of(stable.address()));
            long start = System.nanoTime();
            EvaluationView view = evaluations.look(key, spec, pods, Optional.empty());
            while (view.outcome() instanceof Outcome.Running) {
                Thread.sleep(10);
                view = evaluations.look(key, spec, pods, Optional.empty());
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d texts, latency %s: %.1f s, %d and %d requests, %s%n",
                    texts,
                    latency == null ? "not timed" : "timed",
                    (System.nanoTime() - start) / 1e9,
                    candidate.requests(),
                    stable.requests(),
                    view.outcome());
        }
    }

    private static FakeModelServer twoCores() throws Exception {
        var cores = new Semaphore(2);
        return FakeModelServer.behaving((texts, server) -> {
            cores.acquire();
            try {
                Thread.sleep(MILLIS_PER_TEXT * texts.size());
            } finally {
                cores.release();
            }
            return server.answers(texts, text -> Integer.parseInt(text.substring(5)) % 2 == 0 ? "spam" : "ham");
        });
    }

    /** The largest set, texts of 400 bytes, 16 labels an answer, both revisions. */
    private static void weigh() throws Exception {
        long before = used();
        List<GoldenText> texts = IntStream.range(0, GoldenSet.MOST_TEXTS)
                .mapToObj(i -> new GoldenText(i, ("%06d ".formatted(i) + "x".repeat(393)), "label" + i % 2))
                .toList();
        List<String> labels = IntStream.range(0, Answer.MOST_LABELS)
                .mapToObj(i -> "label" + i)
                .toList();
        List<List<Answer>> arms = new ArrayList<>();
        for (int arm = 0; arm < 2; arm++) {
            arms.add(texts.stream()
                    .<Answer>map(text -> Answer.Labels.of(labels.stream()
                            .map(label -> new Score(label, 1.0 / Answer.MOST_LABELS))
                            .toList()))
                    .toList());
        }
        System.out.printf(Locale.ROOT, "the largest set and its answers: %.1f MiB%n", (used() - before) / 1048576.0);
        if (texts.size() + arms.size() < 0) {
            throw new IllegalStateException("keeps them reachable until here");
        }
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
