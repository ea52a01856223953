package io.modeldeployment.cli.check;

import java.util.ArrayList;
import java.util.List;

/** A right that verbs of this plugin need. */
public record Right(String verb, String group, String resource, String subresource) {
    /** What somebody wants to do, and the rights that it takes. */
    public record Need(String what, boolean essential, List<Right> rights) {
        /** Judges by those that are missing. */
        public Finding judge(List<Right> missing) {
            if (missing.isEmpty()) {
                return Finding.ok("may " + what, "yes");
            }
            String detail = "no: "
                    + String.join(", ", missing.stream().map(Right::words).toList());
            String todo = "ask for a role with them, for example the built-in " + (essential ? "view" : "edit");
            return essential
                    ? Finding.failed("may " + what, detail, todo)
                    : Finding.warning("may " + what, detail, todo);
        }
    }

    private static final String OWN = "serving.modeldeployment.io";

    /** All that the verbs of this plugin need. */
    public static List<Need> needs() {
        List<Right> show = new ArrayList<>();
        for (String verb : List.of("get", "list", "watch")) {
            show.add(new Right(verb, OWN, "modeldeployments", ""));
        }
        for (String verb : List.of("list", "watch")) {
            show.add(new Right(verb, "apps", "controllerrevisions", ""));
            show.add(new Right(verb, "apps", "deployments", ""));
            show.add(new Right(verb, "", "pods", ""));
        }
        return List.of(
                new Need("show rollouts", true, List.copyOf(show)),
                new Need("act on rollouts and undo", false, List.of(new Right("patch", OWN, "modeldeployments", ""))),
                new Need(
                        "list and make backups",
                        false,
                        List.of(
                                new Right("list", OWN, "modelbackups", ""),
                                new Right("create", OWN, "modelbackups", ""))),
                new Need(
                        "write a report",
                        false,
                        List.of(new Right("list", "", "events", ""), new Right("get", "", "pods", "log"))),
                new Need("reach pods", false, List.of(new Right("get", "", "pods", "proxy"))));
    }

    String words() {
        return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource);
    }
}
