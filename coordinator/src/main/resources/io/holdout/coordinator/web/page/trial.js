// One trial: what it is, where it ran, what came of it.
import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { follow, get, sweepPath } from "./api.js";
import { Chart } from "./chart.js";
import { duration, numeric, time, words } from "./format.js";
import { EventList } from "./lists.js";
import { Panel, Scrolled, trialLink } from "./parts.js";

function Facts({ facts }) {
  return h("dl", { class: "facts" }, facts.filter(([, value]) => value).map(([name, value]) =>
    h("div", { key: name }, [h("dt", null, name), h("dd", null, value)])));
}

function Result({ trial, result }) {
  if (result.epochs) {
    const curve = { label: trial.label, bestEpoch: result.bestEpoch, points: result.epochs };
    return h(Chart, { curves: [curve], value: "validationAuroc", label: "validation AUROC" });
  }
  if (!result.episodes) return null;
  return h(Scrolled, { label: "Episodes" }, h("table", null, [
    h("caption", { class: "hidden" }, "Episodes"),
    h("thead", null, h("tr", null, ["episode", "steps", "AUROC", "accuracy"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", null, result.episodes.slice(0, 200).map((point) => h("tr", null, [
      h("th", { scope: "row" }, point.episode),
      h("td", { class: "number" }, point.steps),
      h("td", { class: "number" }, numeric(point.auroc)?.toFixed(4) ?? "–"),
      h("td", { class: "number" }, numeric(point.accuracy)?.toFixed(4) ?? "–"),
    ]))),
  ]));
}

// as much as the coordinator keeps of one attempt
const MOST_CHARACTERS = 32768;

function Log({ sweep, id, attempts }) {
  const [attempt, setAttempt] = useState(attempts);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  useEffect(() => setAttempt(attempts), [attempts]);
  useEffect(() => {
    const path = sweepPath(sweep) + "/trials/" + id + "/attempts/" + attempt + "/log";
    let leave = () => {};
    let wanted = true;
    setText("");
    setProblem("");
    get(path).then(
      (log) => {
        if (!wanted) return;
        setText(log.text);
        if (log.isOver) return;
        const more = (next) => setText((before) => (before + next).slice(-MOST_CHARACTERS));
        leave = follow(path, log.from + log.text.length, more);
      },
      (why) => wanted && setProblem(why.message));
    return () => {
      wanted = false;
      leave();
    };
  }, [sweep, id, attempt]);
  const numbers = Array.from({ length: attempts }, (_, index) => index + 1).slice(-50);
  return h(Panel, { id: "log", title: "Log" }, [
    numbers.length > 1 && h("label", null, ["Attempt ", h("select", {
      value: attempt, onChange: (event) => setAttempt(Number(event.target.value)),
    }, numbers.map((number) => h("option", { key: number, value: number }, number)))]),
    problem ? h("p", { class: "note" }, problem) : h(Scrolled, { label: "Log of attempt " + attempt }, h("pre", null, text)),
  ]);
}

export function Trial({ sweep, id, number }) {
  const [found, setFound] = useState(null);
  const [history, setHistory] = useState([]);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let wanted = true;
    get(sweepPath(sweep) + "/trials/" + id).then(
      (detail) => wanted && setFound(detail),
      (why) => wanted && !found && setProblem(why.message));
    return () => {
      wanted = false;
    };
  }, [sweep, id, number]);
  // the whole journal is read for it, so only when there is something new
  useEffect(() => {
    let wanted = true;
    get(sweepPath(sweep) + "/trials/" + id + "/history").then((page) => wanted && setHistory(page.events), () => {});
    return () => {
      wanted = false;
    };
  }, [sweep, id, found?.trial.attempts, found?.trial.status]);
  if (problem) return h("p", { class: "alarm", role: "alert" }, problem);
  if (!found) return h("p", { class: "loading" }, "Loading …");
  const { trial, spec, needs, result } = found;
  return [
    h("p", null, h("a", { href: "#/" + encodeURIComponent(sweep) }, "← " + sweep)),
    h(Panel, { id: "trial", title: trial.label }, [
      h("p", null, h("span", { class: "tag " + trial.status }, words(trial.status))),
      trial.failure && h("p", { class: "alarm" }, trial.failure.code + ": " + trial.failure.message),
      h(Facts, { facts: [
        ["Trial", h("code", null, trial.trial)],
        ["Kind", trial.kind],
        ["Attempts", String(trial.attempts)],
        ["Worker", trial.worker],
        [trial.status === "running" ? "Since" : "Result at", trial.sinceMillis ? time(trial.sinceMillis) : ""],
        ["Took", trial.durationMillis ? duration(trial.durationMillis) : ""],
        ["Mean AUROC", numeric(trial.headline)?.toFixed(4)],
        ["Device", trial.node && trial.node.device + " " + trial.node.model],
        ["Engine", trial.node && trial.node.engine + ", " + trial.node.threads + " threads, Java " + trial.node.java],
        ["Host", trial.node && trial.node.host],
        ["Needs", needs.length > 0 && needs.map((other) => trialLink(sweep, other))],
        ["Needed by", found.neededBy ? found.neededBy + " trials" : ""],
        ["Result", found.artifact && h("code", null, found.artifact)],
      ] }),
    ]),
    history.length > 0 && h(Panel, { id: "attempts", title: "Attempts" }, h(EventList, { events: history, label: "Attempts, oldest first" })),
    trial.attempts > 0 && h(Log, { sweep, id, attempts: trial.attempts }),
    result && h(Panel, { id: "result", title: "Result" }, h(Result, { trial, result })),
    h(Panel, { id: "spec", title: "Made from", note: "The SHA-256 of this, in canonical form, is the trial's id." },
      h(Scrolled, { label: "Specification" }, h("pre", null, JSON.stringify(spec, null, 2)))),
  ];
}
