// The page: who is looking, at which sweep, and what has come of it so far.
import { h, render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Actions } from "./actions.js";
import { get, session, sweepPath, watch } from "./api.js";
import { Curves } from "./chart.js";
import { HeatMap } from "./heatmap.js";
import { Events, Trials, Workers } from "./lists.js";
import { Kinds, Overview } from "./overview.js";
import { Searches } from "./search.js";
import { empty, withChange, withTable } from "./store.js";
import { Trial } from "./trial.js";

const WORDS = { live: "live", lost: "connection lost, trying again", waiting: "connecting" };

/** #/SWEEP, #/SWEEP/trial/ID, and ?token=... once. */
function place() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [sweep, what, id] = path.split("/").map(decodeURIComponent);
  return { sweep: sweep || "", trial: what === "trial" ? id : "", token: new URLSearchParams(query || "").get("token") || "" };
}

function usePlace() {
  const [at, setAt] = useState(place);
  useEffect(() => {
    const moved = () => setAt(place());
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  return at;
}

function Login({ onToken, problem }) {
  const enter = (event) => {
    event.preventDefault();
    onToken(event.target.elements.token.value.trim());
  };
  return h("main", { class: "login" }, [
    h("h1", null, "Holdout"),
    h("form", { onSubmit: enter }, [
      h("label", { for: "token" }, "Token"),
      h("input", { id: "token", name: "token", type: "password", autocomplete: "current-password", required: true }),
      h("button", { class: "strong" }, "Look"),
      h("p", { class: "note" }, "It is in the coordinator's home: operator.token, or reader.token to look only."),
      problem && h("p", { class: "alarm", role: "alert" }, problem),
    ]),
  ]);
}

function useSweep(sweep) {
  const [known, setKnown] = useState(empty);
  const [state, setState] = useState("waiting");
  useEffect(() => {
    if (!sweep) return undefined;
    let stop = () => {};
    let timer;
    let over = false;
    setKnown(empty());
    setState("waiting");
    const begin = async () => {
      try {
        const table = await get(sweepPath(sweep) + "/table");
        if (over) return;
        setKnown((before) => withTable(before, table));
        stop = watch(sweep, 0, (change) => {
          setKnown((before) => withChange(before, change));
          // a larger table has other rows and columns
          if (change.events.some((event) => event.type === "SweepExtended")) {
            get(sweepPath(sweep) + "/table").then((larger) => setKnown((before) => withTable(before, larger)), () => {});
          }
        }, setState);
      } catch (problem) {
        setState("lost");
        if (!over) timer = setTimeout(begin, 1500);
      }
    };
    begin();
    return () => {
      over = true;
      clearTimeout(timer);
      stop();
    };
  }, [sweep]);
  return [known, state];
}

function Sweep({ sweep, trial, role, say }) {
  const [known, state] = useSweep(sweep);
  const { view } = known;
  const phase = view ? view.phase : "";
  return [
    h("div", { class: "title" }, [
      h("h1", null, sweep),
      h("span", { class: "tag " + phase.toLowerCase(), id: "phase" }, phase.toLowerCase()),
      h("span", { class: "connection " + state, role: "status", id: "connection" }, WORDS[state]),
      role === "OPERATOR" && view && h(Actions, { sweep, view, say }),
    ]),
    trial && h(Trial, { sweep, id: trial, number: known.number }),
    !trial && view && h(Overview, { view, toll: known.toll }),
    !trial && known.table && h(HeatMap, { table: known.table, cells: known.cells }),
    !trial && view && [
      h(Kinds, { kinds: known.kinds, strategies: view.strategies }),
      h(Workers, { sweep, view }),
      h(Curves, { sweep, finished: known.kinds.filter((each) => each.kind !== "adapt").reduce((sum, each) => sum + each.trials.succeeded, 0) }),
      h(Searches, { sweep, number: known.number }),
      h(Events, { events: known.events }),
      h(Trials, { sweep, number: known.number }),
    ],
  ];
}

function Page() {
  const at = usePlace();
  const [who, setWho] = useState(undefined);
  const [sweeps, setSweeps] = useState([]);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState("");
  const enter = async (token) => {
    try {
      const found = await session(token);
      setWho(found);
      setProblem(found ? "" : "That token is not one of this coordinator's.");
    } catch (why) {
      setWho((before) => before || null);
      setProblem(why.message);
    }
  };
  useEffect(() => {
    // the token must stay neither in the address bar nor in the history
    if (at.token) history.replaceState(null, "", location.pathname + "#/" + at.sweep);
    enter(at.token).then(() => at.token || setProblem(""));
  }, []);
  useEffect(() => {
    if (!who) return undefined;
    const list = () => get("/sweeps").then((found) => setSweeps(found.sweeps.filter((each) => each.phase !== "NOT_SUBMITTED")), () => {});
    list();
    const timer = setInterval(list, sweeps.length ? 10000 : 1000);
    return () => clearInterval(timer);
  }, [who, sweeps.length > 0]);
  const newest = sweeps.length ? sweeps[sweeps.length - 1].sweep : "";
  const sweep = at.sweep || newest;
  if (who === undefined) return h("p", { class: "loading" }, "Loading …");
  if (!who) return h(Login, { onToken: enter, problem });
  return [
    h("a", { class: "skip", href: "#content", onClick: (event) => {
      event.preventDefault();
      document.getElementById("content").focus();
    } }, "Skip to the content"),
    h("header", null, [
      h("a", { class: "home", href: "#/" }, "Holdout"),
      sweeps.length > 1 && h("nav", { "aria-label": "Sweeps" }, h("select", {
        "aria-label": "Sweep",
        value: sweep,
        onChange: (event) => { location.hash = "#/" + encodeURIComponent(event.target.value); },
      }, sweeps.map((each) => h("option", { value: each.sweep }, each.sweep + " (" + each.phase.toLowerCase() + ")")))),
      h("span", { class: "note role" }, who.role === "OPERATOR" ? "" : "read only"),
    ]),
    h("p", { class: "said", role: "status", id: "said" }, said),
    h("main", { id: "content", tabindex: -1 }, sweep
      ? h(Sweep, { key: sweep, sweep, trial: at.trial, role: who.role, say: setSaid })
      : h("p", { class: "loading" }, "No sweep was handed in yet.")),
  ];
}

render(h(Page), document.getElementById("page"));
