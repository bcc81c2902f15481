// What the page knows of one sweep: a table that changes are laid over, and the newest events.

const MOST_EVENTS = 200;

export function empty() {
  return { number: 0, view: null, kinds: [], toll: null, table: null, cells: [], events: [] };
}

/** The table as the API gives it, its cells by row and column. */
export function withTable(known, table) {
  const cells = table.rows.map((row) =>
    row.cells.map((cell) => ({
      status: cell.status,
      auroc: cell.status === "DONE" ? cell.mean : null,
      interval: cell.ci95 ?? null,
      reason: cell.reason || "",
    })),
  );
  return { ...known, table, cells };
}

/** Lays a change over what is known. Cells that change are new objects, so that only their rows are drawn again. */
export function withChange(known, change) {
  const cells = known.cells.slice();
  const fresh = new Set();
  for (const cell of change.cells) {
    const row = cells[cell.row];
    if (!row || !row[cell.column]) continue;
    const old = row[cell.column];
    if (old.status === cell.status && old.auroc === cell.auroc && old.reason === cell.reason) continue;
    if (!fresh.has(cell.row)) {
      cells[cell.row] = row.slice();
      fresh.add(cell.row);
    }
    cells[cell.row][cell.column] = cell;
  }
  const seen = known.events.length ? known.events[known.events.length - 1].number : 0;
  const events = known.events.concat(change.events.filter((event) => event.number > seen)).slice(-MOST_EVENTS);
  return { ...known, number: change.number, view: change.view, kinds: change.kinds, toll: change.toll, cells, events };
}

/** Averages and ranks need whole rows; the API has them, the changes do not. */
export function average(cells, compared) {
  const values = compared.map((column) => cells[column]?.auroc).filter((value) => value != null);
  return values.length === compared.length && values.length ? values.reduce((a, b) => a + b, 0) / values.length : null;
}

/** Columns with a number in every row that has any. */
export function comparedColumns(cells) {
  const started = cells.filter((row) => row.some((cell) => cell.auroc != null));
  if (!started.length) return [];
  return started[0].map((_, column) => column).filter((column) => started.every((row) => row[column].auroc != null));
}
