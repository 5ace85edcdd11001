// 视频: on the left the cameras, on the right the wall. What is searched, the layout and the cameras on the wall stand in the address.

import { subscribe } from '/js/live.js';
import { make } from '../onemap/dom.js';
import { createFinder } from './finder.js';
import { createWall, layouts } from './wall.js';

const usual = 4;
const keyOf = { 1: 1, 4: 4, 9: 9, 0: 16 };

/** Brings the page to life: `close` ends it, `ready` resolves when the first cameras are listed. */
export function open(page) {
  const part = name => page.querySelector(`[data-part="${name}"]`);
  const asked = new URL(location.href).searchParams;
  const point = asked.get('at')?.split(',').map(Number);
  const state = { q: asked.get('q') ?? '', class: asked.get('class') ?? '', region: asked.get('region') ?? '', state: asked.get('state') ?? '', at: point?.length === 2 && point.every(Number.isFinite) ? point : null };
  const search = part('search');
  search.value = state.q;
  const wall = createWall(part('wall'), write);
  const finder = createFinder(part('finder'), { scope: page.dataset.scope, state, put, changed: write });
  const hints = [['↑↓', '选择'], ['回车', '放入画面'], ['Del', '移出'], ['1 4 9 0', '分屏'], ['M', '声音'], ['R', '重连'], ['F', '全屏'], ['/', '搜索']];
  part('finder').append(make('footer', {}, hints.map(([key, name]) => make('span', {}, make('kbd', {}, key), ` ${name}`))));

  function write() {
    const address = new URL(location.href);
    const ids = wall.ids.map(id => id ?? '');
    while (ids.length > 0 && !ids.at(-1)) ids.pop();
    for (const [name, value] of Object.entries({ q: state.q, class: state.class, region: state.region, state: state.state, at: state.at?.join(',') ?? '', layout: wall.layout === usual ? '' : String(wall.layout), cells: ids.join(',') }))
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    history.replaceState(history.state, '', address);
  }

  function put(id) {
    if (id) wall.put(id);
  }

  function divide(count, ids) {
    wall.setLayout(count, ids);
    for (const button of part('layouts').children) button.setAttribute('aria-pressed', String(button.value === String(count)));
    write();
  }

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest?.('input, select, textarea, dialog')) return;
    if (event.target.closest?.('button, a') && [' ', 'Enter'].includes(event.key)) return;
    const onWall = part('wall').contains(event.target);
    const go = (dx, dy) => () => onWall ? wall.move(dx, dy) : finder.move(dx + dy);
    const keys = {
      ArrowUp: go(0, -1), ArrowDown: go(0, 1), ArrowLeft: () => wall.move(-1, 0), ArrowRight: () => wall.move(1, 0), PageUp: () => finder.move(-10), PageDown: () => finder.move(10),
      Enter: () => put(finder.chosen), Delete: () => wall.empty(), Backspace: () => wall.empty(), '/': () => search.focus(),
      m: () => wall.chosen.mute(), r: () => wall.chosen.retry(), f: () => wall.chosen.full(),
    };
    const does = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? (keyOf[event.key] && (() => divide(keyOf[event.key])));
    if (!does) return;
    event.preventDefault();
    does();
  }

  part('layouts').replaceChildren(...layouts.map(count => make('button', { type: 'button', value: count, 'aria-pressed': 'false', onclick: () => divide(count) }, count === 1 ? '单画面' : `${count} 分屏`)));
  page.querySelector('[data-do="full"]').addEventListener('click', () => part('wall').requestFullscreen?.().catch(() => {}));
  let typing = 0;
  search.addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(() => { state.q = search.value.trim(); write(); finder.reload(); }, 250); });
  search.addEventListener('keydown', event => { if (event.key === 'Enter' || event.key === 'Escape' || event.key === 'ArrowDown') { event.preventDefault(); finder.focus(); } });
  document.addEventListener('keydown', press);
  const ids = (asked.get('cells') ?? '').split(',').slice(0, layouts.at(-1));
  const wanted = Number(asked.get('layout'));
  divide(layouts.includes(wanted) ? wanted : layouts.find(count => count >= ids.length && count >= usual) ?? usual, ids);
  const leave = subscribe(`sensing:${page.dataset.scope}`, () => {}); // a line that ends with the session, and tells when the server is lost
  return {
    ready: finder.reload().then(() => finder.focus()),
    close() {
      leave();
      document.removeEventListener('keydown', press);
      wall.stop();
    },
  };
}
