package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.pekko.pki.pem.DERPrivateKeyLoader;
import org.apache.pekko.pki.pem.PEMDecoder;

/** The certificate that browsers see: {@code tls.crt} with its chain and {@code tls.key}, as a Kubernetes secret holds them. */
record WebCertificate(Path folder) {
    private static final char[] NO_PASSWORD = {};

    /** @throws HoldoutException BAD_TLS */
    SSLContext context() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("web", key(), NO_PASSWORD, chain());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw bad("cannot be used: " + e.getMessage());
        }
    }

    /** The first of the chain. @throws HoldoutException BAD_TLS */
    X509Certificate shown() {
        return (X509Certificate) chain()[0];
    }

    private Certificate[] chain() {
        try (var in = Files.newInputStream(folder.resolve("tls.crt"))) {
            var chain = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (chain.isEmpty()) {
                throw bad("has no certificate in tls.crt");
            }
            return chain.toArray(new Certificate[0]);
        } catch (IOException | GeneralSecurityException e) {
            throw bad("has no certificate in tls.crt that can be read: " + e.getMessage());
        }
    }

    private PrivateKey key() {
        try {
            return DERPrivateKeyLoader.load(PEMDecoder.decode(Files.readString(folder.resolve("tls.key"))));
        } catch (Exception e) { // Scala declares nothing: PEMLoadingException and what Java's key factory throws
            throw bad("has no private key without a password in tls.key: " + e.getMessage());
        }
    }

    private HoldoutException bad(String what) {
        return HoldoutException.user("BAD_TLS", folder.toAbsolutePath() + " " + what);
    }
}
