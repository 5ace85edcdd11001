// Names and figures of regions as text of the page: crisp at every size, in the product's own type.
// A region with too little room gets its label outside the frame, with a leader line; where there is no room outside either,
// its name alone. Labels make way for alarms.

/** Puts the labels of a scene over the map and keeps them in place while it moves. Returns the way to remove them. */
export function drawLabels(map, host, scene, unit) {
  const layer = document.createElement('div');
  layer.className = 'labels';
  const leaders = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  leaders.classList.add('leaders');
  layer.append(leaders);
  host.append(layer);
  const labels = scene.areas.filter(area => area.at).map(area => ({ area, element: build(layer, area) }));
  for (const label of labels) {
    label.size = sizeOf(label.element);
    label.element.classList.add('brief');
    label.brief = sizeOf(label.element);
  }
  labels.sort((a, b) => b.area.room - a.area.room);

  let alarms = [];
  const place = () => arrange(map, leaders, labels, scene, unit, alarms);
  const settle = () => {
    const found = alarmBoxes(map, unit);
    if (!found.length && !alarms.length) return; // nothing to make way for, before or now
    alarms = found;
    place();
  };
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

const sizeOf = element => ({ w: element.offsetWidth, h: element.offsetHeight });

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
  const zoom = map.getZoom();
  for (const { area, element, size, brief } of labels) {
    element.hidden = zoom < area.from;
    if (element.hidden) continue;
    const at = map.project(area.at);
    const room = area.room * pxPerDegree;
    const others = [...taken, ...alarms];
    const choices = [];
    if (!scene.leaders || room >= size.w * .32) choices.push({ box: beside(at, size, room, others, unit) });
    else if (size.w + 5 * unit <= margin(at, frame, canvas)) choices.push({ box: outside(at, size, frame, taken, unit), led: true });
    choices.push({ box: beside(at, brief, room, others, unit), brief: true });
    const choice = choices.find(({ box }) => box && inside(box, canvas) && !taken.some(other => overlap(box, other)));
    element.hidden = !choice;
    if (!choice) continue;
    const { box } = choice;
    taken.push(box);
    element.classList.toggle('outside', Boolean(choice.led));
    element.classList.toggle('brief', Boolean(choice.brief));
    element.style.transform = `translate(${Math.round(box.x)}px, ${Math.round(box.y)}px)`;
    if (choice.led) lead(leaders, at, box, unit);
  }
}

const isEast = (at, frame) => at.x > (frame.east + frame.west) / 2;

/** How much of the map lies outside the frame, on the side the region is nearer to. */
const margin = (at, frame, canvas) => isEast(at, frame) ? canvas.width - frame.east : frame.west;

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

/** Beside the frame, on the side the region is nearer to, at its own height or the nearest free one. */
function outside(at, { w, h }, frame, taken, unit) {
  const east = isEast(at, frame);
  const x = east ? frame.east + 4 * unit : frame.west - 4 * unit - w;
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
