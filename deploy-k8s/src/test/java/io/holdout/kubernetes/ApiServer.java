package io.holdout.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Kubernetes' API over HTTPS as far as nodes use it: it keeps pods and leases, and refuses an update of what changed
 * meanwhile. It validates nothing, asks nobody for rights, and starts no pods.
 */
final class ApiServer implements AutoCloseable {
    static final String NAMESPACE = "holdout";

    /** It tells of every request; kept, because a logger that nobody keeps forgets its level. */
    private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver.MockWebServer");

    private final KubernetesMockServer server;
    private final NamespacedKubernetesClient client;

    private ApiServer(KubernetesMockServer server) {
        this.server = server;
        this.client = server.createClient();
    }

    static ApiServer start() throws IOException {
        REQUESTS.setLevel(Level.WARNING);
        var server = new KubernetesMockServer(
                new Context(),
                new MockWebServer(),
                new HashMap<>(),
                new KubernetesCrudDispatcher() {
                    @Override
                    public MockResponse dispatch(RecordedRequest request) {
                        // Pekko reads no answer without it
                        return super.dispatch(plain(request)).setHeader("Content-Type", "application/json");
                    }
                },
                true);
        server.init(InetAddress.getByName("127.0.0.1"), 0);
        return new ApiServer(server);
    }

    /** Pekko asks for a collection with a slash at its end; to Kubernetes that is the same, to this server another. */
    private static RecordedRequest plain(RecordedRequest request) {
        return request.getPath().endsWith("/")
                ? new RecordedRequest(
                        request.getHttpVersion(),
                        request.method(),
                        request.getPath().substring(0, request.getPath().length() - 1),
                        request.getHeaders(),
                        request.getBody())
                : request;
    }

    /** What a pod finds in its environment; the certificate is made out to this name. */
    Map<String, String> environment() {
        return Map.of(
                "KUBERNETES_SERVICE_HOST", "localhost", "KUBERNETES_SERVICE_PORT", String.valueOf(server.getPort()));
    }

    /** Makes a service account's folder; its authority is the server's own certificate. */
    Path account(Path folder) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("token"), "token-of-a-test");
        Files.writeString(folder.resolve("namespace"), NAMESPACE);
        Files.writeString(folder.resolve("ca.crt"), certificate());
        return folder;
    }

    private String certificate() throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAnybody()}, null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.getPort())) {
            socket.startHandshake();
            return pem(socket.getSession().getPeerCertificates()[0]);
        }
    }

    private static String pem(Certificate certificate) throws CertificateEncodingException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }

    /** As the kubelet reports it once its container runs. */
    void addPod(String name, String component, String address, int managementPort) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .addToLabels("app.kubernetes.io/name", "holdout")
                .addToLabels("app.kubernetes.io/component", component)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(component)
                .addNewPort()
                .withName("management")
                .withContainerPort(managementPort)
                .endPort()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP(address)
                .endStatus()
                .build();
        client.pods().inNamespace(NAMESPACE).resource(pod).create();
    }

    void deletePod(String name) {
        client.pods().inNamespace(NAMESPACE).withName(name).delete();
    }

    List<Lease> leases() {
        return client.leases().inNamespace(NAMESPACE).list().getItems();
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }

    /** Only to learn the certificate that nodes are then told to trust. */
    private static final class TrustAnybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
