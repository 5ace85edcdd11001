// Before and after: a second map lies over the right part; one open layer may be on the left alone, another on the right alone.
import { make } from '/js/onemap/dom.js';
import { createPainter } from '/js/onemap/painter.js';
import { loadSymbols } from '/js/onemap/symbols.js';

const step = 2; // percent

/** `paint(catalogue, items)` paints the right side; `left(items)` and `right(items)` are what each side shows; `toggle()`, `isOn()`. */
export function createSwipe({ host, map, ink, view, catalogue, under, onchange }) {
  const stage = host.parentElement;
  let over = null; // { element, map, painter, split, bar }
  let at = 50;

  const sides = () => (view.state.swipe ?? '').split(':');

  async function open() {
    const second = make('cc-map', { scene: host.getAttribute('scene'), 'aria-hidden': 'true' });
    const element = make('div', { class: 'second-map' }, second);
    stage.append(element);
    await new Promise(ready => second.addEventListener('map-open', ready, { once: true }));
    second.map.setLayoutProperty('areas', 'visibility', 'none');
    second.map.setMaxZoom(19);
    second.moved = true;
    const follow = () => second.map.jumpTo({ center: map.getCenter(), zoom: map.getZoom(), bearing: map.getBearing(), pitch: map.getPitch() });
    map.on('move', follow);
    follow();
    const painter = createPainter(second.map, second, ink, await loadSymbols(second.map, ink));
    const split = make('div', { class: 'split', role: 'slider', tabindex: 0, 'aria-label': '卷帘位置', 'aria-valuemin': 5, 'aria-valuemax': 95, 'aria-orientation': 'horizontal' }, make('span', {}));
    const bar = make('div', { class: 'swipe-bar', role: 'group', 'aria-label': '卷帘对比' });
    stage.append(split, bar);
    split.addEventListener('pointerdown', event => split.setPointerCapture(event.pointerId));
    split.addEventListener('pointermove', event => {
      if (!split.hasPointerCapture(event.pointerId)) return;
      const box = stage.getBoundingClientRect();
      move((event.clientX - box.x) / box.width * 100);
    });
    split.addEventListener('keydown', event => {
      const by = { ArrowLeft: -step, ArrowRight: step }[event.key];
      if (by) { event.preventDefault(); move(at + by); }
    });
    over = { element, map: second.map, painter, split, bar, follow, leaveBase: under(second.map) };
    draw();
    move(at);
    onchange();
  }

  function close() {
    map.off('move', over.follow);
    over.leaveBase();
    for (const part of [over.element, over.split, over.bar]) part.remove();
    over = null;
    onchange();
  }

  function move(percent) {
    at = Math.max(5, Math.min(95, percent));
    over.split.style.insetInlineStart = `${at}%`;
    over.split.setAttribute('aria-valuenow', Math.round(at));
    over.element.style.clipPath = `inset(0 0 0 ${at}%)`;
  }

  /** Which layer is on one side alone. */
  function draw() {
    const open = view.state.layers.map(item => catalogue().find(item.id)).filter(layer => layer && !layer.own);
    const choice = (side, label) => make('label', {}, label, make('select', {
      class: 'cc-input', 'data-verbatim': true, onchange: event => {
        const chosen = sides();
        chosen[side] = event.target.value;
        view.change({ swipe: `${chosen[0] ?? ''}:${chosen[1] ?? ''}` });
      },
    }, make('option', { value: '' }, '与另一侧相同'), open.map(layer => make('option', { value: layer.id, selected: sides()[side] === layer.id }, `仅此侧：${layer.title}`))));
    over.bar.replaceChildren(choice(0, '左'), choice(1, '右'));
  }

  const without = (items, id) => items.filter(item => item.id !== id);
  view.follow((state, names) => {
    if (names.includes('swipe')) {
      if (state.swipe === null && over) close();
      else if (state.swipe !== null && !over) open();
      else onchange();
    } else if (over && names.includes('layers')) draw();
  });
  if (view.state.swipe !== null) open();
  return {
    isOn: () => view.state.swipe !== null,
    toggle() {
      const top = view.state.layers.find(item => !catalogue().find(item.id)?.own);
      view.change({ swipe: view.state.swipe === null ? `${top?.id ?? ''}:` : null });
    },
    left: items => over ? without(items, sides()[1]) : items,
    paint(found, items) { over?.painter.paint(found, without(items, sides()[0])); },
  };
}
