// What an operator may do. Each asks first, and says what came of it.
import { h } from "preact";
import { useState } from "preact/hooks";
import { post, sweepPath } from "./api.js";
import { Confirm } from "./parts.js";

/** Each with when it makes sense. */
const ACTIONS = [
  { name: "pause", label: "Pause", fits: (view) => view.phase === "RUNNING", question: "Start nothing new? What runs goes on to its end." },
  { name: "resume", label: "Resume", fits: (view) => view.phase === "PAUSED", question: "Go on with this sweep?" },
  { name: "retry", label: "Retry failed", fits: (view) => view.trials.givenUp > 0 && view.phase !== "CANCELLED", question: "Try again all that was given up, with fresh budgets?" },
  { name: "cancel", label: "Cancel", fits: (view) => view.phase === "RUNNING" || view.phase === "PAUSED", question: "Stop this sweep? What is done stays; running the same file again goes on from there." },
];

function priority(view, change) {
  const next = view.share.priority + change;
  return {
    name: "share",
    label: change > 0 ? "Priority +" : "Priority −",
    body: { priority: next },
    question: "Give this sweep priority " + next + "? It is " + view.share.priority + "; a free slot goes to the highest.",
  };
}

export function Actions({ sweep, view, say }) {
  const [asked, setAsked] = useState(null);
  const act = async () => {
    const action = asked;
    setAsked(null);
    try {
      await post(sweepPath(sweep) + "/" + action.name, action.body);
      say(action.label + ": done");
    } catch (problem) {
      say(action.label + ": " + problem.message);
    }
  };
  return h("div", { class: "buttons", role: "group", "aria-label": "Actions" }, [
    (view.phase === "RUNNING" || view.phase === "PAUSED") && [1, -1].map((change) =>
      h("button", { key: change, id: change > 0 ? "do-raise" : "do-lower", onClick: () => setAsked(priority(view, change)) }, priority(view, change).label)),
    ACTIONS.filter((action) => action.fits(view)).map((action) =>
      h("button", { key: action.name, id: "do-" + action.name, onClick: () => setAsked(action) }, action.label)),
    asked && h(Confirm, { question: asked.question, action: asked.label, onYes: act, onNo: () => setAsked(null) }),
  ]);
}
