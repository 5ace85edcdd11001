// Keeps the map as the view says: which layers, in which order, how strong. Sources stay while their layers are drawn anew.
import { sourceOf, styleOf } from '/js/onemap/paint.js';

const regionParts = { counties: ['county-line', 'city-line'], towns: ['town-line'] };

/** `paint(catalogue, items)` draws; `hits()` names the style layers of objects, for questions about a point. */
export function createPainter(map, host, ink, symbols) {
  const shown = new Map(); // layer id → { key, parts }
  const addresses = new Map(); // source → where its tiles are; the map itself knows only some time after it was told
  const images = { symbol: symbols.image };
  const state = { raised: false };

  function drop(id) {
    for (const part of shown.get(id)?.parts ?? []) map.removeLayer(part);
    shown.delete(id);
  }

  function draw(layer, item) {
    const source = sourceOf(layer);
    const wanted = sourceFor(layer, item);
    if (!wanted) return drop(layer.id);
    const { data, ...rest } = item;
    const key = JSON.stringify([rest, layer.style, state.raised, Boolean(data)]);
    const sort = wanted.type;
    if (map.getSource(source) && map.getSource(source).type !== sort) {
      drop(layer.id);
      map.removeSource(source);
    }
    if (!map.getSource(source)) map.addSource(source, wanted);
    else if (data) map.getSource(source).setData(data);
    else if (wanted.tiles && addresses.get(source) !== wanted.tiles[0]) map.getSource(source).setTiles(wanted.tiles);
    addresses.set(source, wanted.tiles?.[0]);
    layer.live?.feed(map, source);
    if (shown.get(layer.id)?.key === key) return;
    drop(layer.id);
    const parts = styleOf({ ...layer, raised: state.raised }, item, ink, images);
    for (const part of parts) map.addLayer(part);
    shown.set(layer.id, { key, parts: parts.map(part => part.id) });
  }

  function drawRegions(items) {
    for (const [id, parts] of Object.entries(regionParts)) {
      const item = items.find(one => one.id === id && !one.hidden);
      host.toggleAttribute(`data-no-${id}`, !item);
      for (const part of parts) {
        map.setLayoutProperty(part, 'visibility', item ? 'visible' : 'none');
        if (item) map.setPaintProperty(part, 'line-opacity', item.opacity / 100);
      }
    }
  }

  return {
    /** @param items the open layers, the topmost first; `data` of an item takes the place of its tiles, a `filter` goes with them */
    paint(catalogue, items) {
      drawRegions(items);
      const drawn = items.filter(item => !item.hidden && catalogue.find(item.id) && !regionParts[item.id]);
      for (const id of [...shown.keys()]) if (!drawn.some(item => item.id === id)) drop(id);
      for (const item of [...drawn].reverse()) {
        draw(catalogue.find(item.id), item);
        for (const part of shown.get(item.id)?.parts ?? []) map.moveLayer(part);
      }
      // Names stand on whatever is drawn, marks on the names.
      for (const last of [id => id.endsWith('|labels'), id => id.startsWith('mark|')])
        for (const { id } of map.getStyle().layers) if (last(id)) map.moveLayer(id);
    },
    hits: () => [...shown.values()].flatMap(({ parts }) => parts).filter(part => map.getLayer(part) && !part.endsWith('|labels')),
    /** Buildings stand up. */
    raise(on) { state.raised = on; },
  };
}

function sourceFor(layer, item) {
  if (layer.live) return { type: 'geojson', data: { type: 'FeatureCollection', features: [] }, promoteId: 'mark', maxzoom: 12 }; // few tiles: each is made anew when something moves in it
  if (item.data) return { type: 'geojson', data: item.data };
  return layer.tiles && {
    type: 'vector', tiles: [new URL(layer.tiles, location.origin).href.replaceAll('%7B', '{').replaceAll('%7D', '}') + (item.filter ? `&${item.filter}` : '')],
    minzoom: 4, maxzoom: 16, ...layer.bounds && { bounds: around(layer.bounds) },
  };
}

/** A hundredth of a degree on each side, so that a layer of one point has an extent. */
const around = ([west, south, east, north]) => [Math.max(-180, west - .01), Math.max(-85, south - .01), Math.min(180, east + .01), Math.min(85, north + .01)];
