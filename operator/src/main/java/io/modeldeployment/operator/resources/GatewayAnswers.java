package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteStatus;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteParentStatus;
import io.modeldeployment.api.v1.GatewaySpec;
import io.modeldeployment.operator.rollout.Programming;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from an HTTPRoute what the gateways make of it (rule 11), in words that say what to do. */
public final class GatewayAnswers {
    private static final int MESSAGE_LENGTH = 300;

    private final HTTPRoute route;
    private final Optional<GatewaySpec> wanted;

    private GatewayAnswers(HTTPRoute route, Optional<GatewaySpec> wanted) {
        this.route = route;
        this.wanted = wanted;
    }

    /**
     * What the gateways make of {@code route}: done only when every one that is wanted says so of its generation.
     *
     * @param wanted which gateways; empty: those that the route names
     */
    public static Programming of(HTTPRoute route, Optional<GatewaySpec> wanted) {
        return new GatewayAnswers(route, wanted).programming();
    }

    private Programming programming() {
        List<ParentReference> named = route.getSpec().getParentRefs();
        if (!wanted.map(HttpRoutes::parents).orElse(named).equals(named)
                || !wanted.map(spec -> orEmpty(spec.hostnames())
                                .equals(orEmpty(route.getSpec().getHostnames())))
                        .orElse(true)) {
            return new Programming.Pending("Outdated", "the HTTPRoute is about to be written anew");
        }
        return named.stream()
                .map(this::answer)
                .max(Comparator.comparingInt(GatewayAnswers::distance))
                .orElseGet(Programming.Programmed::new);
    }

    /** How far the route is from being carried out. */
    private static int distance(Programming programming) {
        return switch (programming) {
            case Programming.Programmed() -> 0;
            case Programming.Pending _ -> 1;
            case Programming.Refused _ -> 2;
            case Programming.Unavailable _ -> 3;
        };
    }

    /** Of several controllers that speak of one gateway, as after a change of its class, the one that has it counts. */
    private Programming answer(ParentReference parent) {
        return Optional.ofNullable(route.getStatus()).map(HTTPRouteStatus::getParents).orElse(List.of()).stream()
                .filter(status -> isSame(status.getParentRef(), parent))
                .map(this::answer)
                .min(Comparator.comparingInt(GatewayAnswers::distance))
                .orElseGet(() -> new Programming.Pending(
                        "Waiting",
                        describe(parent) + " has not answered yet: does it exist, and does its controller run?"));
    }

    private Programming answer(RouteParentStatus status) {
        String gateway = describe(status.getParentRef());
        Optional<Condition> accepted = condition(status, "Accepted");
        Optional<Condition> resolved = condition(status, "ResolvedRefs");
        if (accepted.filter(GatewayAnswers::isFalse).isPresent()) {
            return "Pending".equals(accepted.get().getReason()) ? waiting(gateway) : refused(gateway, accepted.get());
        }
        if (resolved.filter(GatewayAnswers::isFalse).isPresent()) {
            return unresolved(gateway, resolved.get());
        }
        Optional<Condition> partial = condition(status, "PartiallyInvalid").filter(GatewayAnswers::isTrue);
        if (partial.isPresent()) {
            return new Programming.Refused(
                    partial.get().getReason(),
                    gateway + " carries out only a part of the HTTPRoute: " + message(partial.get()));
        }
        return accepted.filter(GatewayAnswers::isTrue).isPresent()
                        && resolved.filter(GatewayAnswers::isTrue).isPresent()
                ? new Programming.Programmed()
                : waiting(gateway);
    }

    private static Programming waiting(String gateway) {
        return new Programming.Pending("Waiting", gateway + " has not answered to the last change of the HTTPRoute");
    }

    private Programming refused(String gateway, Condition refusal) {
        String what = switch (refusal.getReason()) {
            case "NotAllowedByListeners" ->
                gateway + " takes no routes of namespace " + namespace() + ": allow it in a listener's allowedRoutes";
            case "NoMatchingListenerHostname" ->
                "no listener of " + gateway + " has a hostname that fits "
                        + orEmpty(route.getSpec().getHostnames())
                        + ": change traffic.gateway.hostnames or the listener";
            case "NoMatchingParent" ->
                gateway + " has no such listener: correct sectionName and port in traffic.gateway.parentRefs, or"
                        + " leave them out";
            case "UnsupportedValue", "IncompatibleFilters" ->
                gateway + " does not support what the HTTPRoute asks for, such as mirrored requests or header matches: "
                        + message(refusal);
            default -> gateway + " refuses the HTTPRoute: " + message(refusal);
        };
        return new Programming.Refused(refusal.getReason(), what);
    }

    /** A Service that was just made may not be known to a gateway yet. */
    private static Programming unresolved(String gateway, Condition refusal) {
        return "BackendNotFound".equals(refusal.getReason())
                ? new Programming.Pending(
                        refusal.getReason(), gateway + " does not know a revision's Service yet: " + message(refusal))
                : new Programming.Refused(
                        refusal.getReason(), gateway + " cannot send to the revisions' Services: " + message(refusal));
    }

    /** The condition, if it speaks of the route as it is now. */
    private Optional<Condition> condition(RouteParentStatus status, String type) {
        return status.getConditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .filter(condition -> Objects.equals(
                        condition.getObservedGeneration(), route.getMetadata().getGeneration()))
                .findFirst();
    }

    private boolean isSame(ParentReference one, ParentReference other) {
        return Objects.equals(one.getName(), other.getName())
                && namespace(one).equals(namespace(other))
                && kind(one).equals(kind(other))
                && Objects.equals(one.getSectionName(), other.getSectionName())
                && Objects.equals(one.getPort(), other.getPort());
    }

    private static String kind(ParentReference parent) {
        return Objects.requireNonNullElse(parent.getGroup(), HttpRoutes.GATEWAY_GROUP) + "/"
                + Objects.requireNonNullElse(parent.getKind(), HttpRoutes.GATEWAY_KIND);
    }

    private String namespace(ParentReference parent) {
        return Objects.requireNonNullElse(parent.getNamespace(), namespace());
    }

    private String namespace() {
        return route.getMetadata().getNamespace();
    }

    private String describe(ParentReference parent) {
        String listener = parent.getSectionName() == null ? "" : ", listener " + parent.getSectionName();
        return "Gateway " + namespace(parent) + "/" + parent.getName() + listener;
    }

    private static boolean isTrue(Condition condition) {
        return "True".equals(condition.getStatus());
    }

    private static boolean isFalse(Condition condition) {
        return "False".equals(condition.getStatus());
    }

    private static String message(Condition condition) {
        String message = Objects.requireNonNullElse(condition.getMessage(), "");
        return message.substring(0, Math.min(MESSAGE_LENGTH, message.length()));
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }
}
