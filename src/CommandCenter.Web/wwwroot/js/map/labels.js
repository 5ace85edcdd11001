// Names and figures of regions as text of the page: crisp at every size, in the product's own type.
// A region with too little room gets its label outside the frame, with a leader line. Labels make way for alarms.

/** Puts the labels of a scene over the map and keeps them in place while it moves. Returns the way to remove them. */
export function drawLabels(map, host, scene, unit) {
  const layer = document.createElement('div');
  layer.className = 'labels';
  const leaders = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  leaders.classList.add('leaders');
  layer.append(leaders);
  host.append(layer);
  const labels = scene.areas.filter(area => area.at).map(area => ({ area, element: build(layer, area) }));
  for (const label of labels) label.size = { w: label.element.offsetWidth, h: label.element.offsetHeight };
  labels.sort((a, b) => b.area.room - a.area.room);

  let alarms = [];
  const place = () => arrange(map, leaders, labels, scene, unit, alarms);
  const settle = () => { alarms = alarmBoxes(map, unit); place(); };
  map.on('move', place);
  map.on('idle', settle);
  place();
  return () => {
    map.off('move', place);
    map.off('idle', settle);
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

function alarmBoxes(map, unit) {
  if (!map.getLayer('alarms')) return [];
  return map.queryRenderedFeatures({ layers: ['alarms'] }).map(({ geometry }) => {
    const { x, y } = map.project(geometry.coordinates);
    return { x: x - 3 * unit, y: y - 3 * unit, w: 6 * unit, h: 6 * unit };
  });
}

function arrange(map, leaders, labels, scene, unit, alarms) {
  const [west, south, east, north] = scene.bounds;
  const frame = { west: map.project([west, north]).x, east: map.project([east, north]).x };
  const pxPerDegree = (frame.east - frame.west) / (east - west);
  const canvas = map.getContainer().getBoundingClientRect();
  const taken = [];
  leaders.replaceChildren();
  for (const { area, element, size } of labels) {
    const at = map.project(area.at);
    const room = area.room * pxPerDegree;
    const cramped = scene.leaders && room < size.w * .32;
    const box = cramped ? outside(at, size, frame, canvas, taken, unit) : beside(at, size, room, [...taken, ...alarms], unit);
    const free = box && inside(box, canvas) && !taken.some(other => overlap(box, other));
    element.hidden = !free;
    if (!free) continue;
    taken.push(box);
    element.classList.toggle('outside', Boolean(cramped));
    element.style.transform = `translate(${Math.round(box.x)}px, ${Math.round(box.y)}px)`;
    if (cramped) lead(leaders, at, box, unit);
  }
}

/** On its point, or as little above or below it as leaves the alarms to be seen. */
function beside(at, { w, h }, room, others, unit) {
  const on = { x: at.x - w / 2, y: at.y - h / 2, w, h };
  for (let shift = 0; shift <= room; shift += 2 * unit)
    for (const y of [on.y - shift, on.y + shift]) {
      const box = { ...on, y };
      if (!others.some(other => overlap(box, other))) return box;
    }
  return on;
}

/** Beside the frame, as far as the map reaches, on the side the region is nearer to, at its own height or the nearest free one. */
function outside(at, { w, h }, frame, canvas, taken, unit) {
  const east = at.x > (frame.east + frame.west) / 2;
  const x = east ? Math.min(frame.east + 4 * unit, canvas.width - w - unit) : Math.max(frame.west - 4 * unit - w, unit);
  for (let shift = 0; shift < 40; shift++) {
    const y = at.y - h / 2 + (shift % 2 ? -1 : 1) * Math.ceil(shift / 2) * 2 * unit;
    const box = { x, y, w, h, east };
    if (!taken.some(other => overlap(box, other, 2 * unit))) return box;
  }
  return null;
}

const inside = (box, { width, height }) => box.x >= 0 && box.y >= 0 && box.x + box.w <= width && box.y + box.h <= height;

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
