// The wall: 1, 4, 9 or 16 pictures, one of them chosen. Pictures that have no place in the layout are not fetched.

import { createCell } from './cell.js';

export const layouts = [1, 4, 9, 16];

/** `layout(n)`, `put(id)` into the chosen cell, `empty()`, `move(dx, dy)`, `chosen`, `ids` of what is shown; `changed()` follows what was done. */
export function createWall(place, changed) {
  const cells = Array.from({ length: layouts.at(-1) }, (_, index) => createCell(index + 1, {
    choose: () => choose(index),
    muted: heard => cells.forEach(cell => { if (cell !== heard) cell.mute(true); }), // one at a time is heard
    changed,
  }));
  const kept = cells.map(() => null);
  let shown = 0, at = 0;

  const wall = {
    get layout() { return shown; },
    get chosen() { return cells[at]; },
    get ids() { return cells.slice(0, shown).map(cell => cell.id); },
    setLayout(count, ids) {
      if (ids) ids.forEach((id, index) => { if (index < kept.length) kept[index] = id || null; });
      else cells.slice(0, shown).forEach((cell, index) => { kept[index] = cell.id; });
      shown = count;
      place.dataset.layout = String(count);
      place.replaceChildren(...cells.slice(0, count).map(cell => cell.element));
      cells.forEach((cell, index) => cell.put(index < count ? kept[index] : null));
      choose(Math.min(at, count - 1));
    },
    put(id) {
      cells[at].put(id);
      changed();
      const free = cells.slice(0, shown).findIndex(cell => !cell.id);
      if (free >= 0) choose(free);
    },
    empty() {
      cells[at].put(null);
      changed();
    },
    move(dx, dy) {
      const side = Math.sqrt(shown);
      const [x, y] = [at % side + dx, Math.floor(at / side) + dy];
      if (x >= 0 && y >= 0 && x < side && y < side) choose(y * side + x);
      cells[at].element.focus({ preventScroll: true });
    },
    stop() { cells.forEach(cell => cell.stop()); },
  };

  function choose(index) {
    at = index;
    cells.forEach((cell, other) => { if (other === index) cell.element.setAttribute('aria-current', 'true'); else cell.element.removeAttribute('aria-current'); });
  }

  return wall;
}
