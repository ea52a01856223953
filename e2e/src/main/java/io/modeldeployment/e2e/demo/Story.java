package io.modeldeployment.e2e.demo;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.modeldeployment.api.v1.RolloutStage;
import io.modeldeployment.e2e.load.LoadClient;
import io.modeldeployment.e2e.load.LoadPlan;
import io.modeldeployment.e2e.load.LoadReport;
import io.modeldeployment.e2e.mail.LabelledMail;
import io.modeldeployment.e2e.mail.TestMails;
import io.modeldeployment.e2e.predict.PredictionClient;
import io.modeldeployment.e2e.reach.Kubectl;
import io.modeldeployment.e2e.reach.ServiceDoor;
import io.modeldeployment.e2e.watch.RolloutWatch;
import io.modeldeployment.e2e.watch.Sighting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The demo: a first deployment, two mails, a canary under load, and a broken version that is taken back. */
final class Story {
    private static final String NAME = "spam";
    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration ROLLOUT = Duration.ofMinutes(6);
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final int MAILS_TO_SEND = 20;
    private static final int LONGEST_MAIL = 300;

    private final KubernetesClient client;
    private final Kubectl kubectl;
    private final Terminal terminal;
    private final Path repository;
    private final TestMails mails;
    private final List<LoadReport> reports = new ArrayList<>();

    /**
     * A story that is about to be told.
     *
     * @param repository root of the repository, for the examples and the test mails
     */
    Story(KubernetesClient client, Kubectl kubectl, Terminal terminal, Path repository) {
        this.client = client;
        this.kubectl = kubectl;
        this.terminal = terminal;
        this.repository = repository;
        this.mails = TestMails.read(repository.resolve("build/models/test-mails.jsonl"));
    }

    /** Tells it and gives what the clients saw. */
    List<LoadReport> tell() {
        try (var door = new ServiceDoor(client, kubectl.namespace())) {
            firstDeployment();
            twoMails(door);
            canary(door);
            brokenVersion(door);
        }
        return reports;
    }

    private void firstDeployment() {
        terminal.heading("1  A first deployment");
        kubectl.succeeds("delete", "mdep", NAME, "--ignore-not-found", "--wait", "--cascade=foreground");
        apply("examples/canary.yaml");
        try (var watch = new RolloutWatch(client, kubectl.namespace(), NAME, new Messages(terminal)::show)) {
            watch.await("the first version to serve", START, Sighting::serves);
        }
        show("get", "mdep");
    }

    private void twoMails(ServiceDoor door) {
        terminal.heading("2  Two mails that the model has never seen, through the Service");
        var widths = List.of(6, 8, -7, 0);
        terminal.row(widths, List.of("is", "answer", "score", "mail"));
        try (var asked = new PredictionClient(door.of(NAME))) {
            Stream.of("ham", "spam")
                    .flatMap(label -> mails.first(1, label).stream())
                    .forEach(mail -> {
                        var answer = asked.predict(mail.text()).best();
                        terminal.row(
                                widths,
                                List.of(
                                        mail.label(),
                                        answer.label() + (answer.label().equals(mail.label()) ? "" : " ✘"),
                                        String.format(Locale.ROOT, "%.1f %%", 100 * answer.score()),
                                        mail.headline()));
                    });
        }
    }

    private void canary(ServiceDoor door) {
        terminal.heading(
                "3  A canary from v1 to v2, while a client calls " + LoadPlan.DEFAULT_RATE + " times a second");
        rollOut(
                door,
                () -> apply("examples/canary-v2.yaml"),
                "v2 to serve",
                (before, now) -> now.serves()
                        && !now.stable().equals(before.stable())
                        && now.readyPods().size() == 1);
        show("get", "mdep");
    }

    private void brokenVersion(ServiceDoor door) {
        terminal.heading("4  A broken v3 is taken back by itself, under the same load");
        rollOut(
                door,
                () -> show(
                        "patch",
                        "mdep",
                        NAME,
                        "--type=merge",
                        "--patch",
                        "{\"spec\":{\"model\":{\"source\":{\"image\":{\"reference\":\"modeldeployment/spam-model:v3-broken\"}}}}}"),
                "v3 to be taken back",
                (before, now) -> now.stage().equals(Optional.of(RolloutStage.FAILED))
                        && now.is("Available")
                        && now.stable().equals(before.stable()));
        show("get", "mdep");
    }

    /** Whether the rollout is over, seen from what was before it. */
    private interface End {
        boolean isReached(Sighting before, Sighting now);
    }

    /** Runs a rollout under load, with its timeline, and keeps what the client saw. */
    private void rollOut(ServiceDoor door, Runnable change, String awaited, End end) {
        try (var load = LoadClient.start(LoadPlan.of(door.of(NAME).resolve("predict"), bodies()));
                var before = new RolloutWatch(client, kubectl.namespace(), NAME)) {
            Sighting start = before.await("the Service's version", START, Sighting::serves);
            LockSupport.parkNanos(WARM_UP.toNanos());
            change.run();
            terminal.line("");
            var timeline = new Timeline(terminal, load, start.stable());
            try (var watch = new RolloutWatch(client, kubectl.namespace(), NAME, timeline::show)) {
                Predicate<Sighting> isOver =
                        now -> now.generation() > start.generation() && now.isCurrent() && end.isReached(start, now);
                watch.await(awaited, ROLLOUT, isOver);
                LockSupport.parkNanos(WARM_UP.toNanos());
            }
            LoadReport report = load.stop();
            reports.add(report);
            judge(report);
        }
    }

    private void judge(LoadReport report) {
        terminal.line("");
        if (report.failures().isEmpty()) {
            terminal.good("0 of " + report.requests() + " requests failed");
        } else {
            terminal.bad(report.describeFailures());
        }
    }

    private List<String> bodies() {
        return mails.all().stream()
                .map(LabelledMail::text)
                .filter(text -> text.length() <= LONGEST_MAIL)
                .limit(MAILS_TO_SEND)
                .map(PredictionClient::bodyFor)
                .toList();
    }

    private void apply(String file) {
        terminal.command("kubectl apply -f " + file);
        terminal.line(kubectl.succeeds("apply", "-f", repository.resolve(file).toString())
                .strip());
    }

    private void show(String... command) {
        terminal.command("kubectl "
                + Stream.of(command)
                        .map(word -> word.startsWith("{") ? "'" + word + "'" : word)
                        .collect(Collectors.joining(" ")));
        terminal.line(kubectl.succeeds(command).strip());
    }
}
