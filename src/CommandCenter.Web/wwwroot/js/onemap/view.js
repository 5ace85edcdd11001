// What the page shows, as its address says it: centre and zoom, the layers with their order, the chosen object, the tool. Every
// change is written back, so that any view can be linked.
//   /map?at=113.08,22.57,11.2&on=shelters~70,cameras!,counties&label=shelters:name&where=shelters:kind:学校&select=shelters/12&tool=distance&base=img

const usual = ['devices', 'towns', 'counties'];
const writeAfter = 250;

/** The view of this page: `state`, `change(part)`, `follow(listener)` with the state and the names of what changed. */
export function openView() {
  const listeners = new Set();
  let writing = null;
  const view = {
    state: read(new URLSearchParams(location.search)),
    change(part) {
      const names = Object.keys(part).filter(name => JSON.stringify(part[name]) !== JSON.stringify(view.state[name]));
      if (!names.length) return;
      view.state = { ...view.state, ...part };
      clearTimeout(writing);
      writing = setTimeout(() => history.replaceState(history.state, '', addressOf(view.state)), writeAfter);
      for (const listener of listeners) listener(view.state, names);
    },
    /** Changes one open layer. */
    turn(id, part) {
      view.change({ layers: view.state.layers.map(item => item.id === id ? { ...item, ...part } : item) });
    },
    item: id => view.state.layers.find(item => item.id === id),
    follow(listener) { listeners.add(listener); },
    address: () => new URL(addressOf(view.state), location.origin).href,
  };
  return view;
}

/** An open layer as the view keeps it. Opacity 0–100. */
export const opened = (id, part = {}) => ({ id, opacity: 100, hidden: false, label: null, where: null, ...part });

function read(query) {
  const layers = (query.has('on') ? query.get('on').split(',').filter(Boolean) : usual).map(readItem).filter(Boolean)
    .filter((item, index, all) => all.findIndex(other => other.id === item.id) === index);
  for (const text of query.getAll('label')) {
    const [id, field] = split(text, 2);
    for (const item of layers) if (item.id === id) item.label = field ?? '';
  }
  for (const text of query.getAll('where')) {
    const [id, field, value] = split(text, 3);
    for (const item of layers) if (item.id === id && field && value) item.where = { field, value };
  }
  return {
    at: readPlace(query.get('at')),
    layers,
    select: query.get('select')?.match(/^[a-z][a-z0-9-]*\/[\w.:-]+$/)?.[0] ?? null,
    tool: ['box', 'polygon', 'distance', 'area'].includes(query.get('tool')) ? query.get('tool') : 'point',
    shape: readShape(query.get('shape')),
    crs: query.get('crs') ?? 'cgcs2000',
    time: query.get('time'),
    swipe: query.get('swipe'),
    base: query.get('base')?.match(/^[a-z]{1,12}$/)?.[0] ?? null,
  };
}

function readItem(text) {
  const found = text.match(/^([a-z][a-z0-9-]*)(?:~(\d{1,3}))?(!)?$/);
  return found && opened(found[1], { opacity: found[2] ? Math.min(100, Number(found[2])) : 100, hidden: Boolean(found[3]) });
}

function readPlace(text) {
  const [lon, lat, zoom, bearing = 0, pitch = 0] = (text ?? '').split(',').map(Number);
  const fits = Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 22 && Math.abs(bearing) <= 360 && pitch >= 0 && pitch <= 60;
  return fits ? { lon, lat, zoom, bearing, pitch } : null;
}

/** Corners of a drawn shape, lon and lat in turn. */
function readShape(text) {
  const numbers = (text ?? '').split('_').map(Number);
  if (!text || numbers.length % 2 || numbers.length > 400 || numbers.some(number => !(Math.abs(number) <= 180))) return null;
  return numbers.reduce((points, number, i) => (i % 2 ? points.at(-1).push(number) : points.push([number]), points), []);
}

const split = (text, parts) => {
  const words = text.split(':');
  return words.length <= parts ? words : [...words.slice(0, parts - 1), words.slice(parts - 1).join(':')];
};

function addressOf(state) {
  const { at, layers, select, tool, shape, crs, time, swipe, base } = state;
  const parts = [];
  if (at) parts.push(`at=${at.lon.toFixed(5)},${at.lat.toFixed(5)},${at.zoom.toFixed(2)}${at.bearing || at.pitch ? `,${Math.round(at.bearing)},${Math.round(at.pitch)}` : ''}`);
  parts.push(`on=${layers.map(item => `${item.id}${item.opacity < 100 ? `~${item.opacity}` : ''}${item.hidden ? '!' : ''}`).join(',')}`);
  for (const { id, label, where } of layers) {
    if (label !== null) parts.push(`label=${id}:${encodeURIComponent(label)}`);
    if (where) parts.push(`where=${id}:${encodeURIComponent(where.field)}:${encodeURIComponent(where.value)}`);
  }
  if (select) parts.push(`select=${select}`);
  if (tool !== 'point') parts.push(`tool=${tool}`);
  if (shape?.length) parts.push(`shape=${shape.flat().map(number => number.toFixed(5)).join('_')}`);
  if (crs !== 'cgcs2000') parts.push(`crs=${encodeURIComponent(crs)}`);
  if (time) parts.push(`time=${encodeURIComponent(time)}`);
  if (swipe) parts.push(`swipe=${encodeURIComponent(swipe)}`);
  if (base) parts.push(`base=${base}`);
  return `${location.pathname}?${parts.join('&')}`;
}
