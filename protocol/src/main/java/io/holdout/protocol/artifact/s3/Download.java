package io.holdout.protocol.artifact.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Reads an object to its end; a connection that breaks in its middle is tried again by the SDK, a full disk is not. */
record Download<T>(Function<Download.Body, T> reading) implements ResponseTransformer<GetObjectResponse, T> {
    private static final int BUFFER = 1 << 16;

    /** An object's bytes as they come. */
    interface Body {
        void copyTo(OutputStream out) throws IOException;
    }

    @Override
    public T transform(GetObjectResponse response, AbortableInputStream in) {
        return reading.apply(out -> copy(in, out));
    }

    private static void copy(AbortableInputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = next(in, buffer); read >= 0; read = next(in, buffer)) {
            out.write(buffer, 0, read);
        }
    }

    private static int next(AbortableInputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw RetryableException.builder()
                    .message("the connection broke: " + e.getMessage())
                    .cause(e)
                    .build();
        }
    }
}
