// The sweep at a glance.
import { h } from "preact";
import { count, duration, percent, total } from "./format.js";
import { Bar, Panel } from "./parts.js";

function Figure({ name, value, detail, id }) {
  return h("div", { class: "figure" }, [
    h("dt", null, name),
    h("dd", { id }, [value, detail && h("small", null, detail)]),
  ]);
}

function left(view) {
  if (view.phase === "PAUSED") return ["–", "paused"];
  if (view.phase !== "RUNNING") return ["–", "not running"];
  const millis = view.forecast && view.forecast.millis;
  if (!millis) return ["–", view.workers.length ? "after the first results" : "no worker"];
  return ["about " + duration(millis.likely), duration(millis.low) + " to " + duration(millis.high) + ", four times of five"];
}

export function Overview({ view, toll }) {
  const all = total(view.trials);
  const ended = view.trials.succeeded + view.trials.givenUp;
  const slots = view.workers.reduce((sum, worker) => sum + worker.slots, 0);
  const busy = view.workers.reduce((sum, worker) => sum + worker.busy, 0);
  const [likely, how] = left(view);
  return h(Panel, { id: "overview", title: "Overview" }, [
    h(Bar, { label: percent(ended, all) + "% of trials ended", counts: view.trials, total: all }),
    h("dl", { class: "figures" }, [
      h(Figure, { name: "Trials", id: "trials-ended", value: count(ended) + " / " + count(all), detail: percent(ended, all) + "%" }),
      h(Figure, { name: "To go", value: likely, detail: how }),
      h(Figure, { name: "Elapsed", value: duration(view.elapsedMillis), detail: view.trialsPerMinute.toFixed(1) + " trials a minute" }),
      h(Figure, {
        name: "Slot time used",
        value: toll ? duration(toll.usedMillis) : "–",
        detail: toll ? duration(toll.savedMillis) + " saved by sharing" : "",
      }),
      h(Figure, {
        name: "Failures",
        value: count(view.attemptFailures),
        detail: "attempts; " + count(view.trials.givenUp) + " trials given up",
      }),
      h(Figure, { name: "Workers", value: count(view.workers.length), detail: busy + " of " + slots + " slots busy" }),
    ]),
    view.alarms > 0 &&
      h("p", { class: "alarm", role: "alert" }, view.alarms + " results differed from the first of their trial"),
  ]);
}

export function Kinds({ kinds, strategies }) {
  return h(Panel, { id: "kinds", title: "Progress" }, [
    h("table", { class: "progress" }, [
      h("caption", { class: "hidden" }, "Trials by kind and cells by strategy"),
      h("tbody", null, [
        kinds.map(({ kind, trials }) =>
          h("tr", { key: kind }, [
            h("th", { scope: "row" }, kind + " trials"),
            h("td", { class: "wide" }, h(Bar, { label: kind, counts: trials, total: total(trials) })),
            h("td", { class: "number" }, count(trials.succeeded) + " / " + count(total(trials))),
          ]),
        ),
        strategies.map((row) =>
          h("tr", { key: row.strategy }, [
            h("th", { scope: "row" }, row.strategy + " cells"),
            h("td", { class: "wide" }, h(Bar, {
              label: row.strategy,
              counts: { succeeded: row.done, running: 0, givenUp: row.failed },
              total: row.total,
            })),
            h("td", { class: "number" }, row.done + " / " + row.total),
          ]),
        ),
      ]),
    ]),
  ]);
}
