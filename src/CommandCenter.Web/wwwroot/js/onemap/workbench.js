// Joins the parts of the map page. What is shown is in the view; each part reads it and changes it, none knows another.
import { subscribe } from '/js/live.js';
import { loadCatalogue } from '/js/onemap/catalogue.js';
import { createInspector } from '/js/onemap/inspector.js';
import { drawLegend } from '/js/onemap/legend.js';
import { createMarks } from '/js/onemap/marks.js';
import { createPainter } from '/js/onemap/painter.js';
import { createPointing } from '/js/onemap/pointing.js';
import { createReadout } from '/js/onemap/readout.js';
import { loadSymbols } from '/js/onemap/symbols.js';
import { createToolbar } from '/js/onemap/toolbar.js';
import { createTree } from '/js/onemap/tree.js';
import { openView } from '/js/onemap/view.js';

const askAgainAfter = 60_000;

/** Brings the page to life; resolves with the way to end it. */
export async function openWorkbench(root, host) {
  const part = name => root.querySelector(`[data-part="${name}"]`);
  const { map, scene, ink } = host;
  const view = openView();
  let catalogue = { layers: [], themes: [], find: () => undefined };

  prepare(map, host, view);
  const symbols = await loadSymbols(map, ink);
  const painter = createPainter(map, host, ink, symbols);
  const marks = createMarks(map, ink);
  const fit = ({ bounds }) => map.fitBounds(bounds, { padding: 15 * ink.unit, maxZoom: 15 });
  const tree = createTree(root, view, { fit, told: () => '' });
  const paint = () => {
    painter.raise(view.state.at?.pitch > 0);
    painter.paint(catalogue, view.state.layers);
    drawLegend(part('legend'), catalogue, view.state.layers, symbols);
  };

  const inspector = createInspector(part('inspector'), {
    catalogue: () => catalogue, symbols, marks, onclose: () => view.change({ select: null }), onstep: pick,
  });
  function pick(object, others) {
    picked = { object, others };
    view.change({ select: `${object.layer}/${object.id}` });
  }
  let picked = {};
  const select = () => {
    const { select: chosen } = view.state;
    if (!chosen) return inspector.close();
    const [layer, id] = chosen.split('/');
    const { object, others } = picked.object?.layer === layer && picked.object.id === id ? picked : { object: { layer, id } };
    if (object.at) marks.set('picked', [{ type: 'Point', coordinates: object.at }]);
    inspector.show(object, others);
  };

  createPointing(map, host.parentElement, {
    catalogue: () => catalogue, hits: painter.hits, isOn: () => view.state.tool === 'point',
    onpick: objects => pick(objects[0], objects),
    oncell: (layer, cell) => {
      view.change({ select: null });
      inspector.showCell(layer, { ...cell, closer: () => map.easeTo({ center: cell.at, zoom: map.getZoom() + 2 }) });
      marks.set('picked', [{ type: 'Point', coordinates: cell.at }]);
    },
    onmiss: () => { inspector.close(); view.change({ select: null }); },
  });
  createReadout(root, map, view);
  tellScale(map, part('scale'));
  createToolbar(root, map, view, { home: () => map.fitBounds(scene.bounds, { padding: host.padding() }) });

  view.follow((state, names) => {
    if (names.some(name => ['layers', 'at'].includes(name))) paint();
    if (names.includes('select')) select();
  });
  const leaveLive = subscribe(root.dataset.liveKey, ({ data }) => {
    const devices = catalogue.find('devices');
    if (!devices || !data.tiles) return;
    const isNew = devices.tilesNow !== tilesOf(data);
    devices.tilesNow = tilesOf(data);
    devices.rows = data.total;
    tree.tell('devices', data.total);
    if (isNew) paint();
  });

  const load = async () => {
    try {
      const { tilesNow, rows } = catalogue.find('devices') ?? {};
      catalogue = await loadCatalogue(scene, root.dataset.liveKey);
      Object.assign(catalogue.find('devices'), tilesNow && { tilesNow, rows });
      tree.draw(catalogue);
      paint();
    } catch (fault) {
      tree.fail(fault.message, load);
    }
  };
  await load();
  const reloading = setInterval(load, askAgainAfter);
  select();
  const ready = () => root.toggleAttribute('data-ready', true);
  map.once('idle', ready);
  map.triggerRepaint();
  return () => {
    clearInterval(reloading);
    leaveLive();
  };
}

const tilesOf = data => `/tiles/devices/{z}/{x}/{y}.mvt?v=${data.tiles}`;

/** 1:18 万, as on a screen of 96 points to the inch. */
function tellScale(map, place) {
  const tell = () => {
    const metresPerPx = 40_075_016.7 * Math.cos(map.getCenter().lat * Math.PI / 180) / (512 * 2 ** map.getZoom());
    const scale = metresPerPx / (.0254 / 96);
    place.textContent = scale >= 1e4 ? `1:${(scale / 1e4).toPrecision(2).replace(/\.0$/, '')} 万` : `1:${Math.round(scale / 100) * 100}`;
  };
  map.on('zoomend', tell);
  tell();
}

/** The base map as this page wants it: closer, free to turn, framed by the address, and the address by it. */
function prepare(map, host, view) {
  map.setMaxZoom(19);
  map.setLayoutProperty('areas', 'visibility', 'none'); // no figures here, and no names under the pointer from below
  map.dragRotate.enable();
  const { at } = view.state;
  if (at) {
    host.moved = true; // a resize does not frame the region again
    map.jumpTo({ center: [at.lon, at.lat], zoom: at.zoom, bearing: at.bearing, pitch: at.pitch });
  }
  map.on('moveend', () => {
    const { lng, lat } = map.getCenter();
    host.moved = true;
    view.change({ at: { lon: lng, lat, zoom: map.getZoom(), bearing: map.getBearing(), pitch: map.getPitch() } });
  });
}
