package io.holdout.protocol.artifact.s3;

import io.holdout.protocol.failure.HoldoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where artifacts are in S3. Holds no secret.
 *
 * @param prefix of all keys, without a slash at its end; empty for the whole bucket
 * @param endpoint of a server other than Amazon's
 * @param credentials file in the form of {@code ~/.aws/credentials}; empty for the SDK's default chain
 */
record S3Address(
        String bucket,
        String prefix,
        Optional<URI> endpoint,
        String region,
        boolean pathStyle,
        Optional<Path> credentials) {
    static final String DEFAULT_REGION = "us-east-1";
    private static final String SHAPE = "s3://BUCKET/PREFIX?endpoint=URL&region=NAME&path-style=true&credentials=FILE";
    private static final Pattern FORM = Pattern.compile("s3://([^/?#]*)(?:/([^?#]*))?(?:\\?([^#]*))?");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX =
            Pattern.compile("|[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,50}");
    private static final Pattern ENDPOINT = Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?");
    private static final List<String> OPTIONS = List.of("credentials", "endpoint", "path-style", "region");

    /** @throws HoldoutException BAD_ARTIFACTS saying what is wrong and what is right; repeats no secret */
    static S3Address parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw bad("neither 'local' nor " + SHAPE + ": '" + text.replaceAll("//[^/]*@", "//...@") + "'");
        }
        if (form.group(1).contains("@")) {
            throw bad("a user or password; keep keys in ~/.aws/credentials, in AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY, or in a file named by &credentials=FILE");
        }
        String prefix = form.group(2) == null ? "" : form.group(2).replaceAll("/+$", "");
        var options = options(form.group(3) == null ? "" : form.group(3));
        String region = options.getOrDefault("region", DEFAULT_REGION);
        String endpoint = options.get("endpoint");
        String pathStyle = options.getOrDefault("path-style", "false");
        require(BUCKET, form.group(1), "bucket", "3 to 63 lower-case letters, digits, '.' and '-'");
        require(PREFIX, prefix, "prefix", "words of letters, digits, '_', '-' and '.', with '/' between them");
        require(REGION, region, "region", "lower-case letters, digits and '-'");
        require(Pattern.compile("true|false"), pathStyle, "path-style", "true or false");
        if (endpoint != null) {
            require(ENDPOINT, endpoint, "endpoint", "http://HOST:PORT or https://HOST:PORT");
        }
        return new S3Address(
                form.group(1),
                prefix,
                Optional.ofNullable(endpoint).map(URI::create),
                region,
                pathStyle.equals("true"),
                Optional.ofNullable(options.get("credentials"))
                        .map(file -> Path.of(file).toAbsolutePath()));
    }

    private static TreeMap<String, String> options(String query) {
        var found = new TreeMap<String, String>();
        for (String each : query.split("&", -1)) {
            String[] parts = each.split("=", 2);
            if (!each.isEmpty() && (parts.length < 2 || !OPTIONS.contains(parts[0]))) {
                throw bad("option '" + parts[0] + "'; there are " + String.join(", ", OPTIONS) + ", each with =VALUE");
            }
            if (!each.isEmpty()) {
                found.put(parts[0], parts[1]);
            }
        }
        return found;
    }

    private static void require(Pattern form, String value, String what, String allowed) {
        if (!form.matcher(value).matches()) {
            throw bad(what + " '" + value.replaceAll("//[^/]*@", "//...@") + "'; it must be " + allowed);
        }
    }

    private static HoldoutException bad(String found) {
        return HoldoutException.user("BAD_ARTIFACTS", "the artifact store's address has " + found);
    }

    /** The key of something in the store. */
    String key(String name) {
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** For people, in errors. */
    String where() {
        return "bucket '" + bucket + "' at " + endpoint.map(URI::toString).orElse("Amazon S3, " + region);
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        var options = new ArrayList<String>();
        options.add("region=" + region);
        endpoint.ifPresent(uri -> options.add("endpoint=" + uri));
        if (pathStyle) {
            options.add("path-style=true");
        }
        credentials.ifPresent(file -> options.add("credentials=" + file));
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix) + "?" + String.join("&", options);
    }
}
