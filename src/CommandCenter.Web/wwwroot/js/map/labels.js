// Names and figures of regions as text of the page: crisp at every size, in the product's own type.
// A region with too little room gets its label outside the frame, with a leader line.

/** Puts the labels of a scene over the map and keeps them in place while it moves. Returns the way to remove them. */
export function drawLabels(map, host, scene, unit) {
  const layer = document.createElement('div');
  layer.className = 'labels';
  const leaders = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  leaders.classList.add('leaders');
  layer.append(leaders);
  host.append(layer);
  const labels = scene.areas.filter(area => area.at).map(area => ({ area, element: build(layer, area), leader: null }));
  for (const label of labels) label.size = { w: label.element.offsetWidth, h: label.element.offsetHeight };

  const place = () => arrange(map, leaders, labels, scene, unit);
  map.on('move', place);
  map.on('resize', place);
  place();
  return () => {
    map.off('move', place);
    map.off('resize', place);
    layer.remove();
  };
}

function build(layer, area) {
  const label = document.createElement('div');
  label.className = `label ${area.rank}`;
  label.append(part('name', area.name));
  if (area.value) label.append(part('value', area.value, area.note));
  else if (area.note) label.append(part('missing', area.note));
  layer.append(label);
  return label;
}

function part(kind, text, note) {
  const element = document.createElement('span');
  element.className = kind;
  element.textContent = text;
  if (note) element.append(' ', part('note', note));
  return element;
}

function arrange(map, leaders, labels, scene, unit) {
  const taken = [];
  const pxPerDegree = Math.abs(map.project([scene.bounds[2], scene.bounds[1]]).x - map.project([scene.bounds[0], scene.bounds[1]]).x) / (scene.bounds[2] - scene.bounds[0]);
  const frame = { east: map.project([scene.bounds[2], scene.bounds[3]]).x, west: map.project([scene.bounds[0], scene.bounds[3]]).x };
  const canvas = map.getContainer().getBoundingClientRect();
  leaders.replaceChildren();
  for (const label of [...labels].sort((a, b) => b.area.room - a.area.room)) {
    const at = map.project(label.area.at);
    const cramped = scene.leaders && label.area.room * pxPerDegree < label.size.w * .32;
    const box = cramped ? outside(at, label.size, frame, taken, unit) : around(at, label.size);
    const free = box && inside(box, canvas) && !taken.some(other => overlap(box, other));
    label.element.hidden = !free;
    if (!free) continue;
    taken.push(box);
    label.element.classList.toggle('outside', cramped);
    label.element.style.transform = `translate(${Math.round(box.x)}px, ${Math.round(box.y)}px)`;
    if (cramped) lead(leaders, at, box, unit);
  }
}

const inside = (box, { width, height }) => box.x >= 0 && box.y >= 0 && box.x + box.w <= width && box.y + box.h <= height;

const around = (at, { w, h }) => ({ x: at.x - w / 2, y: at.y - h / 2, w, h });

/** Beside the frame, on the side the region is nearer to, at its own height or the nearest free one. */
function outside(at, { w, h }, frame, taken, unit) {
  const east = at.x > (frame.east + frame.west) / 2;
  const x = east ? frame.east + 4 * unit : frame.west - 4 * unit - w;
  for (let shift = 0; shift < 40; shift++) {
    const y = at.y - h / 2 + (shift % 2 ? -1 : 1) * Math.ceil(shift / 2) * 2 * unit;
    const box = { x, y, w, h };
    if (!taken.some(other => overlap(box, other, 2 * unit))) return { ...box, east };
  }
  return null;
}

const overlap = (a, b, gap = 0) =>
  a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap && b.y < a.y + a.h + gap;

function lead(leaders, at, box, unit) {
  const edge = box.east ? box.x - unit : box.x + box.w + unit;
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', `M${at.x} ${at.y}L${edge} ${box.y + box.h / 2}M${edge} ${box.y}v${box.h}`);
  const dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
  for (const [name, value] of [['cx', at.x], ['cy', at.y], ['r', unit * .6]]) dot.setAttribute(name, value);
  leaders.append(path, dot);
}
