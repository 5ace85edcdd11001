// Lines of a form that come and go: kept as JSON in one field, which a draft keeps and gives back.
import { icon, make } from '../onemap/dom.js';

/** `line(one)` makes the cells of a row, `read(cell)` gives its value; `cell(name)` finds a control. Returns the element and `value()`. */
export function createRows({ name, heads, add, list, line, read, onchange }) {
  const kept = make('textarea', { hidden: true, 'data-draft': name, name });
  const rows = make('tbody');
  const value = () => [...rows.children].map(row => read(control => row.querySelector(`[name="${control}"]`)));

  const append = one => {
    const row = make('tr', {}, line(one).map(cell => make('td', {}, cell)),
      make('td', {}, make('button', { type: 'button', class: 'cc-button icon text', 'aria-label': '去掉这一项', onclick: () => { row.remove(); keep(); } }, icon('x'))));
    rows.append(row);
  };

  function keep() {
    kept.value = JSON.stringify(value());
    kept.dispatchEvent(new Event('input', { bubbles: true }));
    onchange?.();
  }

  kept.addEventListener('change', () => { // written by a restored draft
    try { fill(JSON.parse(kept.value)); } catch { /* a draft of an older form */ }
  });

  function fill(some) {
    rows.replaceChildren();
    some.forEach(append);
    onchange?.();
  }

  for (const kind of ['input', 'change']) rows.addEventListener(kind, keep);
  list.forEach(append);
  kept.value = JSON.stringify(value());
  const element = make('div', { class: 'rows' }, kept, make('table', { class: 'cc-table' },
    make('thead', {}, make('tr', {}, [...heads, ''].map(head => make('th', { scope: 'col' }, head || make('span', { class: 'cc-visually-hidden' }, '操作'))))), rows),
    make('button', { type: 'button', class: 'cc-button', onclick: () => { append(null); keep(); rows.lastElementChild.querySelector('input, select')?.focus(); } }, icon('plus'), add));
  return { element, value };
}
