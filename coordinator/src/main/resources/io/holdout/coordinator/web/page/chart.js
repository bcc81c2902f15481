// Learning curves, drawn by uPlot.
import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "/page/uplot.js";
import { get, sweepPath } from "./api.js";
import { numeric } from "./format.js";
import { Panel } from "./parts.js";

const COLOURS = ["--line1", "--line2", "--line3", "--line4", "--line5", "--line6"];
const MOST_CURVES = 6;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** One chart: validation AUROC by epoch, a line a curve. */
export function Chart({ curves, value, label }) {
  const place = useRef();
  useEffect(() => {
    const longest = Math.max(...curves.map((curve) => curve.points.length), 1);
    const epochs = Array.from({ length: longest }, (_, i) => i + 1);
    const data = [epochs, ...curves.map((curve) => epochs.map((_, i) => numeric(curve.points[i]?.[value])))];
    const axis = { stroke: colour("--text"), grid: { stroke: colour("--faint"), width: 1 }, ticks: { stroke: colour("--faint") } };
    const plot = new uPlot({
      width: place.current.clientWidth,
      height: 240,
      legend: { live: false },
      cursor: { drag: { x: false, y: false } },
      scales: { x: { time: false } },
      axes: [{ ...axis, label: "epoch", incrs: [1, 2, 5, 10, 20, 50, 100] }, { ...axis, label, size: 60 }],
      series: [{ label: "epoch" }, ...curves.map((curve, i) => ({
        label: curve.label,
        stroke: colour(COLOURS[i % COLOURS.length]),
        width: 2,
        dash: i % 2 ? [6, 3] : undefined,
        points: { show: longest < 30 },
      }))],
    }, data, place.current);
    const resize = new ResizeObserver(() => plot.setSize({ width: place.current.clientWidth, height: 240 }));
    resize.observe(place.current);
    return () => {
      resize.disconnect();
      plot.destroy();
    };
  }, [curves, value]);
  const said = curves.map((curve) => curve.label + ", best in epoch " + curve.bestEpoch).join("; ");
  return h("div", { ref: place, class: "chart", role: "img", "aria-label": label + " by epoch: " + said });
}

export function Curves({ sweep, finished }) {
  const [found, setFound] = useState(null);
  const [skip, setSkip] = useState(0);
  useEffect(() => {
    let wanted = true;
    get(sweepPath(sweep) + "/curves?limit=" + MOST_CURVES + "&skip=" + skip).then((page) => wanted && setFound(page), () => {});
    return () => {
      wanted = false;
    };
  }, [sweep, finished, skip]);
  if (!found || !found.total) return null;
  return h(Panel, { id: "curves", title: "Learning curves", note: "Validation AUROC of finished trainings, " + (skip + 1) + " to "
    + (skip + found.curves.length) + " of " + found.total + "." }, [
    h(Chart, { curves: found.curves, value: "validationAuroc", label: "validation AUROC" }),
    found.total > MOST_CURVES && h("p", { class: "buttons" }, [
      h("button", { disabled: skip === 0, onClick: () => setSkip(Math.max(0, skip - MOST_CURVES)) }, "Back"),
      h("button", { disabled: skip + MOST_CURVES >= found.total, onClick: () => setSkip(skip + MOST_CURVES) }, "More"),
    ]),
  ]);
}
