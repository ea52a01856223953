package io.modeldeployment.cli.app;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeldeployment.cli.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns whatever went wrong into one line and an exit code; nobody gets to see a stack trace. */
record Problems(Surroundings surroundings) implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final int INTERRUPTED = 130;

    @Override
    public int handleParseException(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        return say(Failure.usage(line(problem).replaceAll("\\s+", " ") + "; '"
                + command.getCommandSpec().qualifiedName() + " --help' lists what there is"));
    }

    @Override
    public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
        if (problem instanceof InterruptedException) {
            return INTERRUPTED;
        }
        return say(of(problem));
    }

    private int say(Failure failure) {
        surroundings.out().flush();
        surroundings.err().println("error: " + failure.getMessage());
        surroundings.err().flush();
        return failure.code().number();
    }

    static Failure of(Throwable problem) {
        return switch (problem) {
            case Failure failure -> failure;
            case KubernetesClientException refused -> of(refused);
            default -> isLost(root(problem)) ? unreached(line(root(problem))) : Failure.refused(line(problem));
        };
    }

    private static boolean isLost(Throwable root) {
        return root instanceof IOException || root instanceof UnresolvedAddressException;
    }

    private static Failure unreached(String said) {
        return Failure.noAccess("cannot reach the API server: " + said
                + "; look at --kubeconfig, --context and 'kubectl cluster-info'");
    }

    private static Failure of(KubernetesClientException problem) {
        String said = Optional.ofNullable(problem.getStatus())
                .map(status -> status.getMessage())
                .filter(text -> !text.isBlank())
                .orElseGet(() -> line(root(problem)));
        if (problem.getCode() < HttpURLConnection.HTTP_BAD_REQUEST) {
            return unreached(said);
        }
        return switch (problem.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                Failure.noAccess("the API server does not know you: " + said + "; log in again");
            case HttpURLConnection.HTTP_FORBIDDEN ->
                Failure.noAccess(said + "; 'kubectl mdep check' lists your rights");
            case HttpURLConnection.HTTP_NOT_FOUND ->
                Failure.refused("the cluster has no ModelDeployments: install the operator's chart with its CRD;"
                        + " 'kubectl mdep check' says what is missing");
            default -> Failure.refused(said.replace('\n', ' '));
        };
    }

    private static Throwable root(Throwable problem) {
        Throwable at = problem;
        while (at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
        }
        return at;
    }

    private static String line(Throwable problem) {
        String message = problem.getMessage();
        if (message != null && !message.isBlank()) {
            return message.replace('\n', ' ');
        }
        return switch (problem) {
            case ConnectException _, ClosedChannelException _ -> "the connection is refused";
            case UnresolvedAddressException _ -> "there is no host of that name";
            default -> problem.getClass().getSimpleName();
        };
    }
}
