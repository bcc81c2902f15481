// Workers, what runs on them, and what happened.
import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { get, sweepPath } from "./api.js";
import { count, duration, percent, time, words } from "./format.js";
import { Panel, Scrolled, trialLink } from "./parts.js";

export function Workers({ sweep, view }) {
  const running = new Map();
  for (const attempt of view.running) {
    running.set(attempt.worker, (running.get(attempt.worker) || []).concat(attempt));
  }
  const out = new Map(view.quarantined.map((entry) => [entry.worker, entry]));
  return h(Panel, { id: "workers", title: "Workers", note: view.workers.length ? "" : "No worker is known." }, [
    view.workers.length > 0 && h(Scrolled, { label: "Workers" }, h("table", null, [
      h("caption", { class: "hidden" }, "Workers and what they run"),
      h("thead", null, h("tr", null, ["worker", "device", "slots", "runs", "last seen"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", null, view.workers.map((worker) => h("tr", { key: worker.name }, [
        h("th", { scope: "row" }, [worker.name, h("small", null, worker.host + (view.drained.includes(worker.name) ? ", drained" : ""))]),
        h("td", null, worker.device),
        h("td", { class: "number" }, worker.busy + " / " + worker.slots),
        h("td", null, [
          out.has(worker.name) && h("p", { class: "alarm" }, "no work for " + duration(out.get(worker.name).forMillis) + ": " + out.get(worker.name).reason),
          (running.get(worker.name) || []).map((attempt) => h("div", { key: attempt.trial, class: "attempt" }, [
            trialLink(sweep, attempt.trial), " ", attempt.label, " ",
            h("small", null, (attempt.total ? percent(attempt.done, attempt.total) + "%, " : "") + duration(attempt.elapsedMillis)
              + (attempt.attempt > 1 ? ", attempt " + attempt.attempt : "") + (attempt.note ? ", " + attempt.note : "")),
          ])),
        ]),
        h("td", { class: "number" }, duration(worker.lastSeenMillisAgo)),
      ]))),
    ])),
  ]);
}

export function EventList({ events, label }) {
  return h("ol", { class: "events", tabindex: 0, "aria-label": label }, events.map((event) =>
    h("li", { key: event.number, class: event.serious ? "serious" : "" }, [
      h("time", { datetime: new Date(event.atMillis).toISOString() }, time(event.atMillis)), " ", event.text,
    ])));
}

export function Events({ events }) {
  return h(Panel, { id: "events", title: "Events" },
    h(EventList, { events: events.slice(-60).reverse(), label: "Newest events first" }));
}

/** A page of trials at a time: a sweep may have a hundred thousand. */
export function Trials({ sweep, number }) {
  const [status, setStatus] = useState("");
  const [text, setText] = useState("");
  const [from, setFrom] = useState([0]);
  const [page, setPage] = useState(null);
  const at = from[from.length - 1];
  useEffect(() => {
    let wanted = true;
    const query = "?limit=25&from=" + at + (status ? "&status=" + status : "") + (text ? "&text=" + encodeURIComponent(text) : "");
    const timer = setTimeout(() => get(sweepPath(sweep) + "/trials" + query).then((found) => wanted && setPage(found), () => {}), page ? 300 : 0);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [sweep, status, text, at, number]);
  const choose = (set) => (event) => {
    set(event.target.value);
    setFrom([0]);
  };
  return h(Panel, { id: "trials", title: "Trials" }, [
    h("form", { class: "filter", onSubmit: (event) => event.preventDefault() }, [
      h("label", null, ["Status ", h("select", { value: status, onChange: choose(setStatus) },
        ["", "running", "ready", "waiting", "succeeded", "given_up"].map((value) => h("option", { value }, value ? words(value) : "any")))]),
      h("label", null, ["Text ", h("input", { type: "search", value: text, maxlength: 100, onInput: choose(setText) })]),
    ]),
    page && h(Scrolled, { label: "Trials" }, h("table", null, [
      h("caption", { class: "hidden" }, "Trials"),
      h("thead", null, h("tr", null, ["trial", "status", "attempts", "AUROC", "took", "what"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", null, page.trials.map((trial) => h("tr", { key: trial.trial }, [
        h("th", { scope: "row" }, trialLink(sweep, trial.trial)),
        h("td", null, h("span", { class: "tag " + trial.status }, words(trial.status))),
        h("td", { class: "number" }, trial.attempts),
        h("td", { class: "number" }, typeof trial.headline === "number" ? trial.headline.toFixed(4) : "–"),
        h("td", { class: "number" }, trial.durationMillis ? duration(trial.durationMillis) : "–"),
        h("td", null, trial.label),
      ]))),
    ])),
    page && h("p", { class: "buttons" }, [
      h("button", { disabled: from.length < 2, onClick: () => setFrom(from.slice(0, -1)) }, "Back"),
      h("button", { disabled: page.next == null, onClick: () => setFrom(from.concat(page.next)) }, "More"),
      h("span", { class: "note" }, " of " + count(page.total)),
    ]),
  ]);
}
