// What lies over all layers: the chosen object, the rows of the result, the shape and the line being drawn.

const empty = { type: 'FeatureCollection', features: [] };

/** `set(name, features)` for `picked`, `found`, `sketch`, `shape`. */
export function createMarks(map, ink) {
  const k = ink.unit / 4;
  for (const name of ['shape', 'found', 'picked', 'sketch']) map.addSource(`mark|${name}`, { type: 'geojson', data: empty });
  const add = (name, part, type, paint, rest = {}) => map.addLayer({ id: `mark|${name}|${part}`, type, source: `mark|${name}`, paint, ...rest });
  const points = { filter: ['==', ['geometry-type'], 'Point'] };
  add('shape', 'fill', 'fill', { 'fill-color': ink.accent, 'fill-opacity': .08 });
  add('shape', 'line', 'line', { 'line-color': ink.accent, 'line-width': 1.4 * k, 'line-dasharray': [4, 3] });
  add('found', 'line', 'line', { 'line-color': ink.accent, 'line-width': 2 * k });
  add('found', 'ring', 'circle', { 'circle-radius': 10 * k, 'circle-color': 'transparent', 'circle-stroke-color': ink['text-1'], 'circle-stroke-width': 1.4 * k }, points);
  add('picked', 'line', 'line', { 'line-color': ink['text-1'], 'line-width': 2.4 * k });
  add('picked', 'ring', 'circle', { 'circle-radius': 14 * k, 'circle-color': 'transparent', 'circle-stroke-color': ink['text-1'], 'circle-stroke-width': 2 * k }, points);
  add('sketch', 'fill', 'fill', { 'fill-color': ink['text-1'], 'fill-opacity': .08 }, { filter: ['==', ['geometry-type'], 'Polygon'] });
  add('sketch', 'edge', 'line', { 'line-color': ink['map-halo'], 'line-width': 4 * k });
  add('sketch', 'line', 'line', { 'line-color': ink['text-1'], 'line-width': 1.8 * k });
  add('sketch', 'dots', 'circle', { 'circle-radius': 4 * k, 'circle-color': ink['map-sea'], 'circle-stroke-color': ink['text-1'], 'circle-stroke-width': 1.6 * k }, points);
  return {
    set(name, features = []) { map.getSource(`mark|${name}`).setData({ type: 'FeatureCollection', features: features.map(plain) }); },
  };
}

const plain = geometry => geometry.type === 'Feature' ? geometry : { type: 'Feature', properties: {}, geometry };
