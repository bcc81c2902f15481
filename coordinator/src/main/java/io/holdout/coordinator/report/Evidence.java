package io.holdout.coordinator.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What there is for one place of the table, whatever metric it shows: a sample, or the state of a cell without one. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Sample.class, name = "measured"),
    @JsonSubTypes.Type(value = Cell.Running.class, name = "running"),
    @JsonSubTypes.Type(value = Cell.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Cell.NotRun.class, name = "not-run")
})
public sealed interface Evidence permits Sample, Cell.Running, Cell.Failed, Cell.NotRun {}
