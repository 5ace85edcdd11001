// The objects of a live layer, followed by the squares of the view: who looks at the same square shares what is told of it.
// What changes is put on the map in the next frame, what more comes within a beat together after it.
import { subscribe } from '/js/live.js';

const side = 4096; // a mark's place is told in such parts of its square
const [shallowest, deepest] = [4, 16];
const mostSquares = 24;
const beat = 1_000; // ms between two differences
const lookEvery = 250; // while the map moves
const mostChanges = 20_000; // of a page that is not looked at; more are put on the map as a whole
const patience = 3_000; // for the squares of another zoom

/**
 * `feed(map, source)` keeps a source of that map filled; `show(on)` follows or leaves; `watch(name, at => …)` tells where an object is
 * whenever it moves, one at a time. @param key of the square of a tile: `(z, x, y)`
 */
export function createLiveMarks(map, key) {
  const squares = new Map(); // name → { zoom, leave, marks: Map(id → feature) | null while untold, shown }
  const fed = new Set(); // { map, source }
  const changes = new Map(); // feature id → feature, or null when it is gone
  let watched = { name: null };
  let [on, beating, flushed, moving, swap] = [false, 0, -beat, 0, 0];

  function look() {
    const wanted = on ? squaresOf(map) : [];
    const names = new Set(wanted.map(square => square.join('/')));
    for (const [zoom, x, y] of wanted) {
      const name = `${zoom}/${x}/${y}`;
      if (!squares.has(name)) follow(name, zoom, x, y);
    }
    const zoom = wanted[0]?.[0];
    // Those of another zoom stay until all of this one are told: nothing blinks, nothing is shown twice.
    for (const [name, square] of squares) if (!names.has(name) && (square.zoom === zoom || !square.shown || !on)) drop(name, square);
    clearTimeout(swap);
    swap = setTimeout(() => settle(true), patience);
    settle();
  }

  function follow(name, zoom, x, y) {
    const square = { zoom, leave: () => {}, marks: null, shown: false };
    squares.set(name, square);
    square.leave = subscribe(key(zoom, x, y), ({ data, changed, gone }) => {
      if (!changed || !square.marks) replace(square, name, data, x, y);
      else {
        for (const [id, mark] of Object.entries(changed)) put(square, `${name}|${id}`, featureOf(`${name}|${id}`, id, mark, zoom, x, y));
        for (const id of gone) take(square, `${name}|${id}`);
      }
      settle();
    });
  }

  function replace(square, name, data, x, y) {
    const before = new Set(square.marks?.keys());
    square.marks ??= new Map();
    for (const [id, mark] of Object.entries(data)) {
      before.delete(`${name}|${id}`);
      put(square, `${name}|${id}`, featureOf(`${name}|${id}`, id, mark, square.zoom, x, y));
    }
    for (const id of before) take(square, id);
  }

  function put(square, id, feature) {
    square.marks.set(id, feature);
    if (!square.shown) return;
    change(id, feature);
    if (feature.properties.id === watched.name) watched.handler(feature.geometry.coordinates);
  }

  function take(square, id) {
    square.marks.delete(id);
    if (square.shown) change(id, null);
  }

  function drop(name, square) {
    square.leave();
    squares.delete(name);
    if (square.shown) for (const id of square.marks.keys()) change(id, null);
  }

  /** Shows what is told, once nothing of another zoom is on the map or all of this one is told. */
  function settle(anyway = false) {
    const zoom = squaresOf(map)[0]?.[0];
    const [here, others] = [[], []];
    for (const [name, square] of squares) (square.zoom === zoom ? here : others).push([name, square]);
    if (others.length && !anyway && here.some(([, square]) => !square.marks)) return;
    for (const [name, square] of others) drop(name, square);
    for (const [, square] of here) {
      if (square.shown || !square.marks) continue;
      square.shown = true;
      for (const [id, feature] of square.marks) change(id, feature);
    }
  }

  function change(id, feature) {
    changes.set(id, feature);
    beating ||= setTimeout(() => requestAnimationFrame(flush), flushed + beat - performance.now());
  }

  function flush() {
    beating = 0;
    flushed = performance.now();
    const whole = changes.size > mostChanges;
    const difference = { remove: [], add: [] };
    for (const [id, feature] of changes) feature ? difference.add.push(feature) : difference.remove.push(id);
    changes.clear();
    for (const one of fed) {
      const source = one.map.getSource?.(one.source);
      if (whole && source) source.setData(all());
      else if (source) source.updateData(difference);
      else fed.delete(one); // taken off, with its map or alone
    }
  }

  const all = () => ({
    type: 'FeatureCollection', features: [...squares.values()].filter(square => square.shown).flatMap(square => [...square.marks.values()]),
  });

  map.on('moveend', look);
  map.on('move', () => { moving ||= setTimeout(() => { moving = 0; look(); }, lookEvery); });
  return {
    feed(target, source) {
      if ([...fed].some(one => one.map === target && one.source === source)) return;
      fed.add({ map: target, source });
      target.getSource(source).setData(all());
    },
    show(wanted) {
      if (on === wanted) return;
      on = wanted;
      look();
    },
    watch(name, handler) { watched = { name, handler }; },
  };
}

/** Of one zoom less than the view, so that it has few: [zoom, x, y] each. */
function squaresOf(map) {
  const bounds = map.getBounds();
  for (let zoom = Math.max(shallowest, Math.min(deepest, Math.floor(map.getZoom()) - 1)); ; zoom--) {
    const [west, east] = [bounds.getWest(), bounds.getEast()].map(lon => within((lon + 180) / 360, zoom));
    const [north, south] = [bounds.getNorth(), bounds.getSouth()].map(lat => within(.5 - Math.asinh(Math.tan(lat * Math.PI / 180)) / (2 * Math.PI), zoom));
    if ((east - west + 1) * (south - north + 1) > mostSquares && zoom > shallowest) continue;
    const squares = [];
    for (let x = west; x <= east; x++) for (let y = north; y <= south; y++) squares.push([zoom, x, y]);
    return squares;
  }
}

const within = (part, zoom) => Math.max(0, Math.min(2 ** zoom - 1, Math.floor(part * 2 ** zoom)));

/** A device alone: [x, y, look]; many on one spot: [x, y, look, count, online] (DeviceLayer.cs). */
function featureOf(id, name, [px, py, look, count, online], zoom, x, y) {
  const lon = (x + (px + .5) / side) / 2 ** zoom * 360 - 180;
  const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * (y + (py + .5) / side) / 2 ** zoom))) * 180 / Math.PI;
  const severity = look < 0 ? -1 - look : look;
  return {
    type: 'Feature', id, geometry: { type: 'Point', coordinates: [lon, lat] },
    properties: count ? { mark: id, count, severity, up: online } : { mark: id, id: name, online: look >= 0, severity },
  };
}
