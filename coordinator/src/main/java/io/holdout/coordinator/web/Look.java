package io.holdout.coordinator.web;

import io.holdout.coordinator.sweep.Sight;
import io.holdout.coordinator.sweep.SweepView;
import io.holdout.protocol.trial.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** A sweep as it was at one moment, and its view as everybody gets it. Immutable. */
final class Look {
    /** 64 bits tell apart what one reader may see one after the other. */
    private static final int TAG_DIGITS = 16;

    private final Sight sight;
    private final SweepView view;
    private final String tag;
    private final HttpResponse plain;
    private final HttpResponse packed;
    private final HttpResponse unchanged;
    private final long atNanos;
    private final long costNanos;

    private Look(Sight sight, SweepView view, String json, long atNanos, long costNanos) {
        this.sight = sight;
        this.view = view;
        this.tag = "W/\"" + CanonicalJson.sha256(json).substring(0, TAG_DIGITS) + "\"";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        var etag = RawHeader.create("ETag", tag);
        this.plain = Answers.json(bytes).addHeader(etag);
        this.packed = Answers.packed(plain);
        this.unchanged = Answers.unchanged().addHeader(etag);
        this.atNanos = atNanos;
        this.costNanos = costNanos;
    }

    /** @param atNanos when it was asked for, by the clock {@code nanos} */
    static Look of(Sight sight, long atNanos, LongSupplier nanos) {
        long began = nanos.getAsLong();
        SweepView view = sight.view();
        String json = CanonicalJson.write(view);
        return new Look(sight, view, json, atNanos, nanos.getAsLong() - began);
    }

    Sight sight() {
        return sight;
    }

    SweepView view() {
        return view;
    }

    /** The same bytes for all; none for who has them. */
    HttpResponse response(String knownTag, boolean takesGzip) {
        if (knownTag.equals(tag)) {
            return unchanged;
        }
        return takesGzip ? packed : plain;
    }

    long atNanos() {
        return atNanos;
    }

    /** What making the view took. */
    long costNanos() {
        return costNanos;
    }
}
