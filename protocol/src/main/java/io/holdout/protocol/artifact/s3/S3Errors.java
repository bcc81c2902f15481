package io.holdout.protocol.artifact.s3;

import io.holdout.protocol.failure.HoldoutException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says what a server's refusal means: endpoint, bucket, key and the reason, in one sentence. */
final class S3Errors {
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int UNAUTHORIZED = 401;

    private final S3Address address;

    S3Errors(S3Address address) {
        this.address = address;
    }

    /**
     * Does something with the bucket.
     *
     * @param what such as {@code write} or {@code read}
     * @throws HoldoutException ARTIFACTS_UNAVAILABLE, ARTIFACTS_REFUSED, ARTIFACTS_NO_BUCKET
     */
    <T> T told(String what, String key, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw typed(what, key, e);
        }
    }

    private HoldoutException typed(String what, String key, SdkException e) {
        // the SDK wraps what went wrong on our side while it handed over the bytes, such as a full disk
        if (e.getCause() instanceof HoldoutException ours) {
            return ours;
        }
        String place = "cannot " + what + (key.isEmpty() ? "" : " '" + key + "' in") + " " + address.where();
        if (e instanceof S3Exception s3) {
            if (s3.statusCode() == FORBIDDEN || s3.statusCode() == UNAUTHORIZED) {
                return HoldoutException.infrastructure("ARTIFACTS_REFUSED", place + ": access refused" + reason(s3), e);
            }
            if (isNoBucket(s3)) {
                return HoldoutException.infrastructure(
                        "ARTIFACTS_NO_BUCKET", place + ": there is no such bucket; make it first", e);
            }
        }
        return HoldoutException.infrastructure("ARTIFACTS_UNAVAILABLE", place + ": " + rootMessage(e), e);
    }

    /** Whether an answer says that there is no such key; one that says that there is no such bucket does not. */
    static boolean isNoKey(S3Exception e) {
        return e.statusCode() == NOT_FOUND && !isNoBucket(e);
    }

    private static boolean isNoBucket(S3Exception e) {
        return e.awsErrorDetails() != null
                && "NoSuchBucket".equals(e.awsErrorDetails().errorCode());
    }

    /** The answer to a question about a bucket alone has no code: what it does not find is the bucket. */
    static RuntimeException noBucket(S3Exception e) {
        return NoSuchBucketException.builder()
                .statusCode(NOT_FOUND)
                .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode("NoSuchBucket").build())
                .cause(e)
                .build();
    }

    private static String reason(S3Exception e) {
        return e.awsErrorDetails() == null ? "" : " (" + e.awsErrorDetails().errorCode() + ")";
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
