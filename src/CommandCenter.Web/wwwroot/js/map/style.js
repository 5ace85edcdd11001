// The map style of design.md, from bottom to top: sea, graticule, city line, land, data fill, water, coast,
// town lines, county lines, chosen region, symbols. Names stand above it as text of the page (labels.js).

/** @param scene what the page shows (MapScene.cs) @param ink the theme (ink.js) @param devices version of the device tiles, if told */
export function buildStyle(scene, ink, devices) {
  const k = ink.unit / 4;
  return {
    version: 8,
    sources: {
      graticule: { type: 'geojson', data: graticule(scene.bounds) },
      ...Object.fromEntries(['counties', 'towns', 'baseline'].map(layer => [layer, tiles(layer, scene.version)])),
      ...devices && { devices: tiles('devices', devices) },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': ink['map-sea'] } },
      line('graticule', 'graticule', ink['map-graticule'], k),
      line('city-line', 'counties', ink['map-line-city'], 3.2 * k),
      fill('land', 'counties', ink['map-land']),
      fill('land-towns', 'towns', ink['map-land']),
      ...areaLayers(scene, ink),
      { ...line('water', 'baseline', ink['map-water'], 1.5 * k), filter: ['==', ['get', 'kind'], 'river'] },
      { ...line('coast', 'baseline', ink['map-coast'], k), filter: ['==', ['get', 'kind'], 'coast'] },
      line('town-line', 'towns', ink['map-line-town'], .75 * k),
      ...scene.areaLayer === 'towns' ? [areaLine(scene, ink, k)] : [],
      line('county-line', 'counties', ink['map-line-county'], 1.5 * k),
      ...scene.selected ? [{ ...line('selected', layerOf(scene.selected), ink['map-select'], 2 * k), filter: is(scene.selected) }] : [],
      ...devices ? deviceLayers(scene, ink, k) : [],
    ],
  };
}

/** The layers that carry the figures; replaced alone when another figure is chosen. */
export function areaLayers(scene, ink) {
  const opacity = Number(ink['choropleth-opacity']);
  const graded = scene.areas.filter(area => area.grade !== null);
  const colour = graded.length
    ? ['match', ['get', 'code'], ...graded.flatMap(area => [area.code, ink[`seq-${area.grade + 1}`]]), ink.nodata]
    : ink.nodata;
  const of = (id, areas, paint) => ({
    id, type: 'fill', source: scene.areaLayer, 'source-layer': scene.areaLayer, filter: among(areas.map(area => area.code)), paint,
  });
  return [
    of('areas', scene.areas, { 'fill-color': colour, 'fill-opacity': opacity, 'fill-antialias': false }),
    of('areas-old', scene.areas.filter(area => area.old), { 'fill-pattern': 'hatch-old' }),
    of('areas-none', scene.areas.filter(area => area.grade === null && area.counts), { 'fill-pattern': 'hatch-none' }),
  ];
}

export const tileUrl = (layer, version) => `${location.origin}/tiles/${layer}/{z}/{x}/{y}.mvt?v=${version}`;

const tiles = (layer, version) => ({ type: 'vector', tiles: [tileUrl(layer, version)], minzoom: 6, maxzoom: 12 });
const layerOf = code => code.endsWith('000000') ? 'counties' : 'towns';
const is = code => ['==', ['get', 'code'], code];
const among = codes => ['in', ['get', 'code'], ['literal', codes]];

const fill = (id, source, colour) => ({ id, type: 'fill', source, 'source-layer': source, paint: { 'fill-color': colour } });

function line(id, source, colour, width) {
  const layer = {
    id, type: 'line', source, layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': colour, 'line-width': width },
  };
  return source === 'graticule' ? layer : { ...layer, 'source-layer': source };
}

/** Between filled towns the line is as dark as the sea: a pale one would vanish in the fill. */
const areaLine = (scene, ink, k) => ({
  ...line('area-line', 'towns', ink['map-sea'], k), filter: among(scene.areas.filter(area => area.counts).map(area => area.code)),
});

/** Device: circle, hollow when offline; alarm: triangle in its colour, the worst on top. */
function deviceLayers(scene, ink, k) {
  const [from, to] = scene.region;
  const here = ['all', ['>=', ['get', 'region'], from], ['<', ['get', 'region'], to]];
  const dots = (id, online, paint) => ({
    id, type: 'circle', source: 'devices', 'source-layer': 'devices', filter: [...here, ['==', ['get', 'online'], online]], paint,
  });
  const radius = ['interpolate', ['linear'], ['zoom'], 8, 1.3 * k, 11, 2.6 * k, 14, 5 * k];
  return [
    dots('devices-off', false, {
      'circle-radius': radius, 'circle-color': ink['map-sea'], 'circle-stroke-color': ink['text-1'], 'circle-stroke-width': .8 * k, 'circle-stroke-opacity': .8,
    }),
    dots('devices-on', true, { 'circle-radius': radius, 'circle-color': ink['text-1'], 'circle-opacity': .9 }),
    {
      id: 'alarms', type: 'symbol', source: 'devices', 'source-layer': 'devices', filter: [...here, ['>', ['get', 'severity'], 0]],
      layout: {
        'icon-image': ['concat', 'alarm-', ['to-string', ['get', 'severity']]], 'icon-allow-overlap': true,
        'symbol-z-order': 'auto', 'symbol-sort-key': ['get', 'severity'],
      },
    },
  ];
}

/** Meridians and parallels around the frame: about five across its height. */
function graticule([west, south, east, north]) {
  const wish = (north - south) / 5;
  const step = [.01, .02, .05, .1, .25, .5, 1].reduce((best, s) => Math.abs(s - wish) < Math.abs(best - wish) ? s : best);
  const reach = Math.max(east - west, north - south) * 3;
  const from = (value) => Math.floor((value - reach) / step) * step;
  const lines = [];
  for (let lon = from(west); lon < east + reach; lon += step) lines.push([[lon, south - reach], [lon, north + reach]]);
  for (let lat = from(south); lat < north + reach; lat += step) lines.push([[west - reach, lat], [east + reach, lat]]);
  return { type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates: lines } };
}
