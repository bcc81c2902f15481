// Searches for hyper-parameters: every candidate a line through its values to its score.
import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { get, sweepPath } from "./api.js";
import { percent } from "./format.js";
import { Panel, Scrolled } from "./parts.js";

const HEIGHT = 220;
const TOP = 24;
const STEP = 150;

/** Places values on an axis from 0 (bottom) to 1 (top): numbers by their logarithm if all are above 0 and far apart. */
export function axis(values) {
  const given = values.filter((value) => value !== undefined);
  const numbers = given.map(Number);
  if (given.length && numbers.every(Number.isFinite)) {
    const low = Math.min(...numbers);
    const high = Math.max(...numbers);
    const log = low > 0 && high / low >= 20;
    const at = log ? Math.log : (value) => value;
    const place = (value) => (high === low ? 0.5 : (at(Number(value)) - at(low)) / (at(high) - at(low)));
    return { place, ends: [low, high].map((value) => String(Number(value.toPrecision(3)))) };
  }
  const choices = [...new Set(given)].sort();
  const place = (value) => (choices.length < 2 ? 0.5 : choices.indexOf(value) / (choices.length - 1));
  return { place, ends: [choices[0] ?? "", choices[choices.length - 1] ?? ""], choices };
}

function ParallelCoordinates({ search }) {
  const judged = search.candidates.filter((candidate) => candidate.score != null);
  const names = [...search.parameters, "AUROC"];
  const value = (candidate, name) => (name === "AUROC" ? candidate.score : candidate.values[name]);
  const axes = names.map((name) => axis(judged.map((candidate) => value(candidate, name))));
  const x = (i) => 60 + i * STEP;
  const y = (share) => TOP + (1 - share) * HEIGHT;
  const line = (candidate) => names
    .map((name, i) => (value(candidate, name) === undefined ? null : x(i) + "," + y(axes[i].place(value(candidate, name)))))
    .filter((point) => point).join(" ");
  const best = [...judged].sort((one, other) => one.score - other.score);
  return h(Scrolled, { label: "Parallel coordinates of " + search.label },
    h("svg", { width: x(names.length - 1) + 70, height: HEIGHT + 60, role: "img",
      "aria-label": judged.length + " candidates by their values and score; the table below says the same" }, [
      best.map((candidate, i) => h("polyline", { key: candidate.candidate, points: line(candidate),
        class: "candidate" + (candidate.candidate === search.chosen ? " chosen" : ""),
        "stroke-opacity": 0.25 + (0.75 * (i + 1)) / best.length })),
      names.map((name, i) => h("g", { key: name }, [
        h("line", { class: "axis", x1: x(i), x2: x(i), y1: TOP, y2: TOP + HEIGHT }),
        h("text", { class: "name", x: x(i), y: HEIGHT + TOP + 32, "text-anchor": "middle" }, name),
        h("text", { x: x(i), y: TOP - 8, "text-anchor": "middle" }, axes[i].ends[1]),
        h("text", { x: x(i), y: HEIGHT + TOP + 15, "text-anchor": "middle" }, axes[i].ends[0]),
      ])),
    ]));
}

function Importance({ importance }) {
  const rows = Object.entries(importance).sort((one, other) => other[1] - one[1]);
  if (!rows.length) return null;
  return h("table", { class: "progress" }, [
    h("caption", null, "Share of the scores' spread that goes with each parameter alone"),
    h("tbody", null, rows.map(([name, share]) => h("tr", { key: name }, [
      h("th", { scope: "row" }, name),
      h("td", { class: "wide" }, h("div", { class: "bar" }, h("span", { class: "part running", style: { width: 100 * share + "%" } }))),
      h("td", { class: "number" }, percent(share, 1) + "%"),
    ]))),
  ]);
}

function Candidates({ search }) {
  const sorted = [...search.candidates].sort((one, other) => (other.score ?? -1) - (one.score ?? -1)).slice(0, 50);
  return h("details", null, [
    h("summary", null, search.candidates.length + " candidates"),
    h(Scrolled, { label: "Candidates of " + search.label }, h("table", null, [
      h("caption", { class: "hidden" }, "Candidates, the best first"),
      h("thead", null, h("tr", null, ["candidate", "AUROC", "epochs", ...search.parameters].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", null, sorted.map((candidate) => h("tr", { key: candidate.candidate }, [
        h("th", { scope: "row" }, candidate.candidate + (candidate.candidate === search.chosen ? " (chosen)" : "")),
        h("td", { class: "number" }, candidate.failed ? "failed" : candidate.score?.toFixed(4) ?? "…"),
        h("td", { class: "number" }, candidate.until),
        search.parameters.map((name) => h("td", { class: "number" }, candidate.values[name] ?? "–")),
      ]))),
    ])),
  ]);
}

export function Searches({ sweep, number }) {
  const [found, setFound] = useState(null);
  const [at, setAt] = useState(0);
  useEffect(() => {
    // most sweeps have none, and none comes later
    if (found && !found.total) return undefined;
    let wanted = true;
    const timer = setTimeout(() => get(sweepPath(sweep) + "/searches?limit=1&skip=" + at).then((page) => wanted && setFound(page), () => {}), found ? 2000 : 0);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [sweep, number, at]);
  if (!found || !found.searches.length) return null;
  const [search] = found.searches;
  return h(Panel, { id: "searches", title: "Hyper-parameters", note: search.label + (search.over ? ", over." : ", under way.") }, [
    search.candidates.some((candidate) => candidate.score != null) && h(ParallelCoordinates, { search }),
    h(Importance, { importance: search.importance }),
    h(Candidates, { search }),
    found.total > 1 && h("p", { class: "buttons" }, [
      h("button", { disabled: at === 0, onClick: () => setAt(at - 1) }, "Back"),
      h("button", { disabled: at + 1 >= found.total, onClick: () => setAt(at + 1) }, "More"),
      h("span", { class: "note" }, "search " + (at + 1) + " of " + found.total),
    ]),
  ]);
}
