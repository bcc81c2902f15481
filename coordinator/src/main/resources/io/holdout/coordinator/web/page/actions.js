// What an operator may do. Each asks first, and says what came of it.
import { h } from "preact";
import { useState } from "preact/hooks";
import { post, sweepPath } from "./api.js";
import { Confirm } from "./parts.js";

/** Each with the phases in which it makes sense. */
const ACTIONS = [
  { name: "cancel", label: "Cancel", phases: ["RUNNING", "PAUSED"], question: "Stop this sweep? What is done stays; running the same file again goes on from there." },
];

export function Actions({ sweep, phase, say }) {
  const [asked, setAsked] = useState(null);
  const act = async () => {
    const action = asked;
    setAsked(null);
    try {
      await post(sweepPath(sweep) + "/" + action.name);
      say(action.label + ": done");
    } catch (problem) {
      say(action.label + ": " + problem.message);
    }
  };
  return h("div", { class: "buttons", role: "group", "aria-label": "Actions" }, [
    ACTIONS.filter((action) => action.phases.includes(phase)).map((action) =>
      h("button", { key: action.name, id: "do-" + action.name, onClick: () => setAsked(action) }, action.label)),
    asked && h(Confirm, { question: asked.question, action: asked.label, onYes: act, onNo: () => setAsked(null) }),
  ]);
}
