package io.holdout.protocol.artifact.s3;

import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes clients whose every call ends. */
final class S3Clients {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Silence of a server that has accepted a connection. */
    private static final Duration SILENCE = Duration.ofSeconds(30);
    /** A checkpoint of 400 MB at 1 MB/s takes seven minutes. */
    private static final Duration ATTEMPT = Duration.ofMinutes(10);

    private static final Duration CALL = Duration.ofMinutes(30);
    /** With backoff of the SDK between them: a server that restarts is not noticed. */
    private static final int ATTEMPTS = 4;

    private S3Clients() {}

    /** Connects to nothing yet. */
    static S3Client of(S3Address address) {
        var builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                .region(Region.of(address.region()))
                .credentialsProvider(credentials(address))
                .forcePathStyle(address.pathStyle())
                // we send and verify the SHA-256 ourselves; servers that are not Amazon's stumble over the SDK's own
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(config -> config.apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL)
                        .retryStrategy(StandardRetryStrategy.builder()
                                .maxAttempts(ATTEMPTS)
                                .build()));
        address.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Address address) {
        if (address.credentials().isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        Path path = address.credentials().get();
        try {
            var file = ProfileFile.builder()
                    .content(path)
                    .type(ProfileFile.Type.CREDENTIALS)
                    .build();
            return ProfileCredentialsProvider.builder().profileFile(file).build();
        } catch (RuntimeException e) {
            // what is in the file is not repeated: it holds secrets
            throw HoldoutException.user(
                    "BAD_ARTIFACTS",
                    "cannot read the credentials " + path + "; it must have the form of ~/.aws/credentials");
        }
    }
}
