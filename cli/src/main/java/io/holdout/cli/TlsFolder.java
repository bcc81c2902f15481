package io.holdout.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.pekko.pki.pem.DERPrivateKeyLoader;
import org.apache.pekko.pki.pem.PEMDecoder;

/**
 * A node's certificate, {@code tls.crt}, {@code tls.key} and {@code ca.crt}, as a Kubernetes secret holds them. With it
 * nodes speak TLS, and each asks the other for a certificate of the same authority with a name in common.
 */
record TlsFolder(Path folder) {
    /** Names that certificates of other clusters may hold, too: Pekko lets in who shares any name. */
    private static final List<String> GENERIC = List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "*");

    private Path file(String name) {
        return folder.resolve(name).toAbsolutePath();
    }

    /** @throws HoldoutException BAD_TLS if a node could not use it */
    TlsFolder checked() {
        X509Certificate authority = certificate("ca.crt");
        X509Certificate own = certificate("tls.crt");
        requireValid("ca.crt", authority);
        requireValid("tls.crt", own);
        if (!(key() instanceof RSAPrivateKey secret)
                || !(own.getPublicKey() instanceof RSAPublicKey open)
                || !secret.getModulus().equals(open.getModulus())) {
            throw bad("tls.key", "is not the key of tls.crt");
        }
        try {
            own.verify(authority.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw bad("tls.crt", "was not issued by ca.crt");
        }
        requireOwnName(own);
        return this;
    }

    private void requireOwnName(X509Certificate own) {
        List<String> names = names(own);
        if (names.isEmpty()) {
            throw bad("tls.crt", "has no subject alternative name; all nodes of a cluster need one in common");
        }
        for (String name : names) {
            if (GENERIC.contains(name)) {
                throw bad(
                        "tls.crt",
                        "names '" + name
                                + "', and whoever has a certificate with that name could join; use one name that"
                                + " only this cluster has");
            }
        }
    }

    private List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream().map(name -> String.valueOf(name.get(1))).toList();
        } catch (CertificateException e) {
            throw bad("tls.crt", "has names that cannot be read");
        }
    }

    private void requireValid(String name, X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw bad(name, "expired at " + certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            throw bad(name, "is not valid before " + certificate.getNotBefore().toInstant());
        }
    }

    private X509Certificate certificate(String name) {
        try (var in = Files.newInputStream(file(name))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException e) {
            throw unreadable(name, e);
        } catch (CertificateException e) {
            throw bad(name, "is no X.509 certificate in PEM");
        }
    }

    private PrivateKey key() {
        try {
            return DERPrivateKeyLoader.load(PEMDecoder.decode(Files.readString(file("tls.key"))));
        } catch (IOException e) {
            throw unreadable("tls.key", e);
        } catch (Exception e) { // Scala declares nothing: PEMLoadingException and what Java's key factory throws
            throw bad("tls.key", "is no RSA key in PKCS#8 PEM without a password");
        }
    }

    private HoldoutException unreadable(String name, IOException e) {
        return bad(name, e instanceof NoSuchFileException ? "does not exist" : "cannot be read: " + e.getMessage());
    }

    private HoldoutException bad(String name, String what) {
        return HoldoutException.user(
                "BAD_TLS",
                file(name) + " " + what + "; the TLS folder holds tls.crt, tls.key and ca.crt (docs/security.md)");
    }

    /** Pekko's settings; files are read again every few minutes, so certificates can be renewed while nodes run. */
    Config config() {
        String engine = "pekko.remote.artery.ssl.rotating-keys-engine.";
        return ConfigFactory.parseMap(Map.of(
                "pekko.remote.artery.transport",
                "tls-tcp",
                "pekko.remote.artery.ssl.ssl-engine-provider",
                "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider",
                engine + "key-file",
                file("tls.key").toString(),
                engine + "cert-file",
                file("tls.crt").toString(),
                engine + "ca-cert-file",
                file("ca.crt").toString(),
                engine + "protocol",
                "TLSv1.3",
                engine + "enabled-algorithms",
                List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256")));
    }
}
