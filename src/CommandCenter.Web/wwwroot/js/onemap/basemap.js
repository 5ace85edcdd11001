// Base maps beside the built-in one: 天地图 by way of the server, and the city's own. They lie over the built-in land and under its lines,
// so that what has no tile, or no answer, is the built-in map.
import { make } from '/js/onemap/dom.js';

const under = 'town-line';
const water = /water|ocean|sea|river|lake|hydro|水/i;

/** The switch in the panel; `base` of the view is what was chosen. `under(map)` draws it under another map too, and gives the way to stop. */
export function createBaseMaps({ root, part, map, host, ink, view }) {
  const offered = JSON.parse(root.dataset.bases || '[]');
  const [choice, told] = [part('base'), part('base-told')];
  const source = host.parentElement.querySelector('.source');
  const builtIn = source.textContent;
  const maps = new Set([map]);
  let failed = null;

  function draw() {
    const base = offered.find(one => one.id === view.state.base) ?? null;
    const shown = base?.id === failed ? null : base;
    for (const one of maps) lay(one, shown, ink);
    source.textContent = [shown?.source, builtIn].filter(Boolean).join(' · ');
    if (choice) choice.value = base?.id ?? '';
    if (!told) return;
    told.hidden = !failed;
    if (failed) told.replaceChildren(`${base.title}没有答复，显示的是内置底图`, make('button', { type: 'button', class: 'cc-button text', onclick: () => { failed = null; draw(); } }, '重试'));
  }

  /** The service does not answer. A tile that does not exist is no failure, and a lost line to the server says so elsewhere. */
  function watch(one) {
    one.on('error', ({ sourceId, error }) => {
      if (!sourceId?.startsWith('base|') || !(error?.status >= 500) || failed) return;
      failed = view.state.base;
      draw();
    });
  }

  watch(map);
  choice?.addEventListener('change', () => view.change({ base: choice.value || null }));
  view.follow((state, names) => {
    if (!names.includes('base')) return;
    failed = null;
    draw();
  });
  draw();
  return {
    under(other) {
      maps.add(other);
      watch(other);
      draw();
      return () => maps.delete(other);
    },
  };
}

function lay(map, base, ink) {
  const wanted = base ? base.tiles.map((_, index) => `base|${base.id}|${index}`) : [];
  const style = map.getStyle();
  if (base && wanted.every(id => style.sources[id])) return;
  for (const { id } of style.layers) if (id.startsWith('base|')) map.removeLayer(id);
  for (const id of Object.keys(style.sources)) if (id.startsWith('base|')) map.removeSource(id);
  if (!base) return;
  const isVector = Boolean(base.vectorLayers);
  for (const [index, path] of base.tiles.entries()) {
    map.addSource(wanted[index], {
      type: isVector ? 'vector' : 'raster', tiles: [location.origin + path], minzoom: base.firstZoom, maxzoom: base.lastZoom,
      ...isVector ? {} : { tileSize: 256 }, ...base.bounds && { bounds: base.bounds },
    });
    for (const layer of isVector ? base.vectorLayers.flatMap(name => shapes(wanted[index], name, ink)) : [picture(wanted[index], base)]) map.addLayer(layer, under);
  }
}

/** Pictures are drawn for a bright page: in the dark theme they step back, so that what lies on them is seen. */
function picture(id, base) {
  const dark = document.documentElement.dataset.theme !== 'light';
  const [brightest, colour] = !dark ? [1, 0] : base.id === 'img' ? [.8, -.2] : [.5, -.5];
  return { id, type: 'raster', source: id, paint: { 'raster-brightness-max': brightest, 'raster-saturation': colour, 'raster-fade-duration': 0 } };
}

/** A layer of a vector map whose scheme nobody knows: areas, lines and names in the theme's own ink, water as water. */
function shapes(source, name, ink) {
  const k = ink.unit / 4;
  const isWater = water.test(name);
  const of = (part, type, kind, rest) => ({ id: `${source}|${name}|${part}`, type, source, 'source-layer': name, filter: ['==', ['geometry-type'], kind], ...rest });
  return [
    of('areas', 'fill', 'Polygon', { paint: isWater ? { 'fill-color': ink['map-sea'] } : { 'fill-color': ink['text-3'], 'fill-opacity': .1 } }),
    of('lines', 'line', 'LineString', { paint: { 'line-color': isWater ? ink['map-water'] : ink['line-3'], 'line-width': ['interpolate', ['linear'], ['zoom'], 8, .5 * k, 16, 2.2 * k] } }),
    of('names', 'symbol', 'Point', {
      layout: { 'text-field': ['to-string', ['coalesce', ['get', 'name:zh'], ['get', 'name'], '']], 'text-size': 12 * k },
      paint: { 'text-color': ink['map-label-2'], 'text-halo-color': ink['map-halo'], 'text-halo-width': 1.4 * k },
    }),
  ];
}
