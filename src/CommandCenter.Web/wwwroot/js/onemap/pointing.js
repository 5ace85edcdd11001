// What lies under the pointer: named beside it while it moves, opened in the inspector by a click, or by Enter in the middle of the map.
import { count, icon, make } from '/js/onemap/dom.js';

const reach = 5; // px around the point

/** `onpick(objects)` gets the objects under a click, the topmost first; `oncell(cell)` a cluster. Both only while `isOn()`. */
export function createPointing(map, stage, { catalogue, hits, isOn, onpick, oncell, onmiss }) {
  const tip = make('div', { class: 'tip', hidden: true });
  const middle = make('div', { class: 'crosshair', 'aria-hidden': 'true', hidden: true }, icon('plus')); // for who works without a pointer
  stage.append(tip, middle);
  let frame = 0;

  const under = ({ x, y }) => map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers: hits() });

  map.on('mousemove', event => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => name(event.point));
  });
  map.on('mouseout', () => { cancelAnimationFrame(frame); tip.hidden = true; });
  map.on('movestart', () => tip.hidden = true);
  map.on('click', event => { if (isOn()) open(event.point); });
  for (const kind of ['pointermove', 'blur']) map.getCanvas().addEventListener(kind, () => middle.hidden = true);
  map.getCanvas().addEventListener('keydown', event => {
    middle.hidden = false;
    if (event.key !== 'Enter' || !isOn()) return;
    const { clientWidth, clientHeight } = map.getCanvas();
    open({ x: clientWidth / 2, y: clientHeight / 2 });
  });

  function name(point) {
    const [first] = isOn() ? under(point) : [];
    map.getCanvas().classList.toggle('over', Boolean(first));
    tip.hidden = !first;
    if (!first) return;
    const layer = catalogue().find(first.layer.metadata.layer);
    const { properties } = first;
    const lines = properties.count
      ? [`${count(properties.count)} 个`, layer.title]
      : [properties.label || (layer.live && properties.id) || layer.title, [properties.class, properties.label && layer.title].filter(Boolean).join(' · ')];
    tip.replaceChildren(...lines.filter(Boolean).map((text, index) => make(index ? 'small' : 'b', { 'data-verbatim': true }, text)));
    const left = point.x > map.getCanvas().clientWidth - 220 ? point.x - tip.offsetWidth - 12 : point.x + 12;
    tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(point.y + 14)}px)`;
  }

  function open(point) {
    const found = under(point);
    if (!found.length) return onmiss();
    const [first] = found;
    const layer = catalogue().find(first.layer.metadata.layer);
    if (first.properties.count) return oncell(layer, { properties: first.properties, at: first.geometry.coordinates });
    const objects = found.filter(hit => !hit.properties.count).map(objectOf);
    onpick(objects.filter((object, index) => objects.findIndex(other => other.layer === object.layer && other.id === object.id) === index));
  }
}

/** A hit of the map as the inspector takes it. */
export function objectOf({ id, layer, properties, geometry }) {
  return { layer: layer.metadata.layer, id: String(properties.id ?? id ?? ''), properties, at: geometry.type === 'Point' ? geometry.coordinates : null };
}
