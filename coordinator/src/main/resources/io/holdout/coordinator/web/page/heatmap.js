// The table, filling in.
import { h, Component } from "preact";
import { useEffect } from "preact/hooks";
import { average, comparedColumns } from "./store.js";
import { Panel, Scrolled } from "./parts.js";

const LETTER = { RUNNING: "…", FAILED: "✕", "NOT RUN": "" };

/** Ten steps from chance (0.5) to certain (1): the number says it, too, so colour is never alone. */
function shade(auroc) {
  return Math.max(0, Math.min(9, Math.floor((auroc - 0.5) * 20)));
}

function Cell({ cell, task }) {
  const done = cell.auroc != null;
  const kind = done ? "done heat" + shade(cell.auroc) : cell.status.toLowerCase().replace(" ", "");
  const interval = cell.interval == null ? "" : " ± " + (100 * cell.interval).toFixed(1);
  const text = task + ": " + (done ? (100 * cell.auroc).toFixed(2) + interval : cell.status.toLowerCase() + ", " + cell.reason);
  return h("td", { class: "cell " + kind, title: text }, [
    h("span", { "aria-hidden": !done }, done ? (100 * cell.auroc).toFixed(1) : LETTER[cell.status]),
    !done && h("span", { class: "hidden" }, cell.status.toLowerCase()),
  ]);
}

/** Drawn again only when one of its cells is another. */
class Row extends Component {
  shouldComponentUpdate(next) {
    return next.cells !== this.props.cells || next.mean !== this.props.mean;
  }

  render({ row, columns, cells, mean }) {
    const name = row.strategy + " " + row.backbone;
    return h("tr", null, [
      h("th", { scope: "row" }, [name, row.variant && h("small", null, row.variant)]),
      h("td", { class: "mean" }, mean == null ? "–" : (100 * mean).toFixed(1)),
      cells.map((cell, i) => h(Cell, { key: i, cell, task: columns[i].group + "/" + columns[i].task })),
    ]);
  }
}

export function HeatMap({ table, cells }) {
  // when the table was drawn first, for whoever measures the page
  useEffect(() => { performance.mark("table"); }, []);
  const compared = comparedColumns(cells);
  const done = cells.reduce((sum, row) => sum + row.filter((cell) => cell.auroc != null).length, 0);
  return h(Panel, {
    id: "table",
    title: "Table",
    note: "AUROC in % on held-out tasks. " + done + " of " + table.cells_total + " cells done; means over the "
      + compared.length + " columns that every started row has.",
  }, [
    h(Scrolled, { label: "Table of AUROC, strategy by task" },
      h("table", { class: "heat", id: "heat" }, [
        h("caption", { class: "hidden" }, "AUROC of each strategy on each held-out task"),
        h("thead", null, h("tr", null, [
          h("th", { scope: "col" }, "strategy"),
          h("th", { scope: "col" }, "mean"),
          table.columns.map((column) =>
            h("th", { scope: "col", class: "task", title: column.target },
              h("span", null, [column.group, h("small", null, column.task)]))),
        ])),
        h("tbody", null, table.rows.map((row, i) =>
          h(Row, { key: i, row, columns: table.columns, cells: cells[i], mean: average(cells[i], compared) }))),
      ])),
    h("p", { class: "legend" }, [
      h("span", { class: "cell running" }, "…"), " running ",
      h("span", { class: "cell failed" }, "✕"), " failed ",
      h("span", { class: "cell notrun" }, " "), " not run ",
      h("span", { class: "cell heat0" }, "50"), h("span", { class: "cell heat5" }, "75"), h("span", { class: "cell heat9" }, "99"),
    ]),
  ]);
}
