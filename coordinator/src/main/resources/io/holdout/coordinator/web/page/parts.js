// Small things that every part uses.
import { h } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A part of the page with a heading, for eyes and for screen readers. */
export function Panel({ id, title, note, children }) {
  return h("section", { class: "panel", "aria-labelledby": id }, [
    h("h2", { id }, title),
    note && h("p", { class: "note" }, note),
    children,
  ]);
}

export function Bar({ label, counts, total }) {
  const part = (name, value) =>
    value > 0 && h("span", { class: "part " + name, style: { width: (100 * value) / total + "%" }, title: name + " " + value });
  return h("div", { class: "bar", role: "img", "aria-label": label }, [
    part("succeeded", counts.succeeded),
    part("running", counts.running),
    part("failed", counts.givenUp),
  ]);
}

/** Asks before something is done; the browser's own dialog keeps focus and Escape right. */
export function Confirm({ question, action, onYes, onNo }) {
  const dialog = useRef();
  useEffect(() => dialog.current.showModal(), []);
  return h("dialog", { ref: dialog, onClose: onNo, "aria-labelledby": "question" }, [
    h("p", { id: "question" }, question),
    h("div", { class: "buttons" }, [
      h("button", { onClick: () => dialog.current.close(), autofocus: true }, "No"),
      h("button", { class: "strong", id: "confirm", onClick: onYes }, action),
    ]),
  ]);
}

/** A table that can be scrolled by keyboard where it is wider than the screen. */
export function Scrolled({ label, children }) {
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, children);
}

export const trialLink = (sweep, trial) =>
  h("a", { class: "id", href: "#/" + encodeURIComponent(sweep) + "/trial/" + trial }, trial.slice(0, 12));
