package io.holdout.protocol.trial;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * Everything that decides a trial's result, and nothing else: no target where the target does not matter, no machine,
 * no time. Its {@link #id()} is the SHA-256 of its canonical JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PretrainSpec.class, name = "pretrain"),
    @JsonSubTypes.Type(value = AdaptSpec.class, name = "adapt"),
    @JsonSubTypes.Type(value = SupervisedSpec.class, name = "supervised"),
    @JsonSubTypes.Type(value = ValidateSpec.class, name = "validate")
})
public sealed interface TrialSpec permits PretrainSpec, AdaptSpec, SupervisedSpec, ValidateSpec {
    @JsonIgnore
    TrialKind trialKind();

    BackboneSpec backbone();

    /** The trials whose results this one needs; empty or one. */
    @JsonIgnore
    List<TrialId> dependencies();

    /** The one canonical text of this trial: see {@link CanonicalJson}. */
    @JsonIgnore
    default String canonicalForm() {
        return CanonicalJson.write(this);
    }

    @JsonIgnore
    default TrialId id() {
        return new TrialId(CanonicalJson.sha256(canonicalForm()));
    }
}
