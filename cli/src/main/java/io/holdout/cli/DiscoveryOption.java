package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether a node finds its cluster through Kubernetes instead of by addresses. */
final class DiscoveryOption {
    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

    /** Where nodes can be found. */
    enum Place {
        kubernetes
    }

    @Option(
            names = "--discover",
            paramLabel = "WHERE",
            description = "${COMPLETION-CANDIDATES}: find the coordinators' pods through the API of Kubernetes, and"
                    + " answer its probes.")
    @Nullable
    Place place;

    @Option(
            names = "--coordinators",
            paramLabel = "N",
            description =
                    "With --discover: how many coordinators there are, an odd number; more than half must be there"
                            + " to found a cluster (default: ${DEFAULT-VALUE}).")
    int coordinators = 1;

    @Option(
            names = "--coordinator-pods",
            paramLabel = "SELECTOR",
            description = "With --discover: labels of their pods (default: ${DEFAULT-VALUE}).")
    String pods = "app.kubernetes.io/name=holdout,app.kubernetes.io/component=coordinator";

    @Option(
            names = "--management-port",
            paramLabel = "N",
            description = "With --discover: port of probes and of what nodes ask before they join (default:"
                    + " ${DEFAULT-VALUE}).")
    int managementPort = 8558;

    @Option(
            names = "--service-account",
            paramLabel = "DIR",
            description = "With --discover: folder with ca.crt, token and namespace (default: ${DEFAULT-VALUE}).")
    Path account = Path.of(ACCOUNT);

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    /**
     * Empty if the node is given addresses.
     *
     * @throws HoldoutException NOT_ON_KUBERNETES
     */
    Optional<KubernetesDiscovery> discovery() {
        if (place == null) {
            return Optional.empty();
        }
        // of two, one would end itself in half of the cases in which the other dies
        if (coordinators < 1 || coordinators % 2 == 0) {
            throw wrong("--coordinators must be odd, such as 1 or 3, and not " + coordinators);
        }
        return Optional.of(new KubernetesDiscovery(pods, coordinators, managementPort, account).checked());
    }

    /** @param addresses the option that names addresses instead */
    void requireNo(String addresses) {
        if (place != null) {
            throw wrong("give either --discover or " + addresses + ": both say how to find the cluster");
        }
    }

    ParameterException wrong(String what) {
        if (command == null) {
            throw new IllegalStateException(what);
        }
        return new ParameterException(command.commandLine(), what);
    }
}
