package io.holdout.protocol.artifact.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3AddressTest {
    @Test
    void what_it_prints_it_reads() {
        for (String text : new String[] {
            "s3://bucket?region=us-east-1",
            "s3://my.bucket/a/b_c?region=eu-west-1&endpoint=http://127.0.0.1:9000&path-style=true&credentials=/etc/keys"
        }) {
            assertEquals(text, S3Address.parse(text).toString());
        }
        assertEquals("a/key", S3Address.parse("s3://bucket/a/").key("key"));
        assertEquals("key", S3Address.parse("s3://bucket").key("key"));
    }

    @ParameterizedTest
    @CsvSource({
        "s3:/bucket, neither 'local' nor s3://",
        "folder, neither 'local' nor s3://",
        "s3://Bucket, bucket 'Bucket'",
        "s3://bucket/../other, prefix '../other'",
        "s3://bucket?regoin=x, option 'regoin'",
        "s3://bucket?path-style=yes, path-style 'yes'",
        "s3://bucket?endpoint=ftp://host, endpoint 'ftp://host'",
        "s3://me:secret@bucket/x, a user or password",
        "s3://bucket?endpoint=http://me:secret@host, endpoint 'http://...@host'"
    })
    void says_what_is_wrong_with_an_address_and_repeats_no_secret(String text, String told) {
        var error = assertThrows(HoldoutException.class, () -> S3Address.parse(text));

        assertEquals("BAD_ARTIFACTS", error.failure().code());
        assertTrue(error.getMessage().contains(told), error.getMessage());
        assertFalse(error.getMessage().contains("secret@"), error.getMessage());
    }
}
