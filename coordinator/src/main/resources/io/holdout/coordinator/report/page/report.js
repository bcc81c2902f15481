'use strict';
(() => {
  const tip = document.getElementById('tip');

  const show = (element, x, y) => {
    tip.textContent = element.dataset.tip;
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(x + 14, innerWidth - box.width - 4)) + 'px';
    tip.style.top = (y + 18 + box.height > innerHeight ? Math.max(4, y - box.height - 10) : y + 18) + 'px';
  };
  const hide = () => { tip.hidden = true; };
  const told = event => event.target.closest && event.target.closest('[data-tip]');

  document.addEventListener('mousemove', event => {
    const element = told(event);
    if (element) show(element, event.clientX, event.clientY); else hide();
  });
  document.addEventListener('focusin', event => {
    const element = told(event);
    if (!element) { hide(); return; }
    const box = element.getBoundingClientRect();
    show(element, box.left, box.bottom - 14);
  });
  document.addEventListener('focusout', hide);
  document.addEventListener('keydown', event => { if (event.key === 'Escape') hide(); });

  // Lines by a column: numbers, then what has none; equal lines keep their order.
  const value = (line, at) => {
    const cell = line.cells[at];
    if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
    return cell.classList.contains('n') || cell.classList.contains('missing') ? null : cell.textContent;
  };
  const compare = (a, b, sign) => {
    if (a === null || b === null) return (a === null) - (b === null);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : a < b ? -1 : a > b ? 1 : 0);
  };
  document.querySelectorAll('th button').forEach(button => button.addEventListener('click', () => {
    const head = button.closest('th');
    const body = button.closest('table').tBodies[0];
    const falls = head.getAttribute('aria-sort') === 'descending'
      || (head.getAttribute('aria-sort') === null && !head.classList.contains('n'));
    head.parentNode.querySelectorAll('[aria-sort]').forEach(other => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', falls ? 'ascending' : 'descending');
    const lines = [...body.rows];
    lines.sort((a, b) => compare(value(a, head.cellIndex), value(b, head.cellIndex), falls ? 1 : -1));
    body.append(...lines);
  }));

  // One cell of the table is reached by Tab, the others by arrow keys from it.
  const table = document.getElementById('table');
  const first = table.querySelector('td[tabindex]');
  if (first) first.tabIndex = 0;
  const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  table.addEventListener('keydown', event => {
    const move = moves[event.key];
    const cell = event.target.closest('td[tabindex]');
    if (!move || !cell) return;
    const line = table.tBodies[0].rows[cell.parentNode.sectionRowIndex + move[0]];
    const next = line && line.cells[cell.cellIndex + move[1]];
    if (!next || !next.hasAttribute('tabindex')) return;
    event.preventDefault();
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });

  const heat = document.getElementById('heat');
  heat.addEventListener('change', () => table.classList.toggle('heat', heat.checked));
  if (heat.checked) table.classList.add('heat');
})();
