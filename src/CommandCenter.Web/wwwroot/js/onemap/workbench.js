// Joins the parts of the map page. What is shown is in the view; each part reads it and changes it, none knows another.
import { subscribe } from '/js/live.js';
import { createBaseMaps } from '/js/onemap/basemap.js';
import { createBookmarks } from '/js/onemap/bookmarks.js';
import { loadCatalogue } from '/js/onemap/catalogue.js';
import { ask } from '/js/onemap/dom.js';
import { createDrawing } from '/js/onemap/drawing.js';
import { createInspector } from '/js/onemap/inspector.js';
import { drawLegend } from '/js/onemap/legend.js';
import { createLiveMarks } from '/js/onemap/livemarks.js';
import { createMarks } from '/js/onemap/marks.js';
import { createPainter } from '/js/onemap/painter.js';
import { createPointing } from '/js/onemap/pointing.js';
import { openPrint } from '/js/onemap/print.js';
import { createQuestions } from '/js/onemap/question.js';
import { createReadout } from '/js/onemap/readout.js';
import { createResults } from '/js/onemap/results.js';
import { createSearch } from '/js/onemap/search.js';
import { createSwipe } from '/js/onemap/swipe.js';
import { loadSymbols } from '/js/onemap/symbols.js';
import { createTimeBar } from '/js/onemap/timebar.js';
import { createToolbar } from '/js/onemap/toolbar.js';
import { createTree } from '/js/onemap/tree.js';
import { openView } from '/js/onemap/view.js';

const askAgainAfter = 60_000;
const toastFor = 4_000;

/** Brings the page to life; resolves with the way to end it. */
export async function openWorkbench(root, host) {
  const part = name => root.querySelector(`[data-part="${name}"]`);
  const { map, scene, ink } = host;
  const { account } = root.dataset;
  const view = openView();
  let catalogue = { layers: [], themes: [], find: () => undefined };

  prepare(map, host, view);
  const symbols = await loadSymbols(map, ink);
  const bench = { root, host, map, ink, view, part, account, symbols, stage: host.parentElement, catalogue: () => catalogue, marks: createMarks(map, ink) };
  const painter = createPainter(map, host, ink, symbols);
  const fit = bounds => map.fitBounds(bounds, { padding: 15 * ink.unit, maxZoom: 15 });
  const questions = createQuestions({ ...bench, onanswer: () => paint() });
  const tree = createTree(root, view, { fit: layer => fit(layer.bounds), told: questions.told });
  const bases = createBaseMaps(bench);
  const region = root.dataset.liveKey.split(':')[1];
  const live = createLiveMarks(map, (zoom, x, y) => `devices:${region}:${zoom}/${x}/${y}`);
  const swipe = createSwipe({ ...bench, under: bases.under, onchange: () => paint() });
  const timeBar = createTimeBar(bench);

  function paint() {
    const items = view.state.layers.map(questions.of);
    painter.raise(view.state.at?.pitch > 0);
    live.show(items.some(item => !item.hidden && catalogue.find(item.id)?.live));
    painter.paint(catalogue, swipe.left(items));
    swipe.paint(catalogue, items);
    drawLegend(part('legend'), catalogue, items, symbols);
  }

  const showChosen = openPointing({ ...bench, hits: painter.hits, watch: live.watch });
  createReadout(root, map, view);
  tellScale(map, part('scale'));
  createBookmarks({ ...bench, tell: text => toast(part('toast'), text) });
  createSearch({ part, go: place => goTo(place, map, bench.marks) });
  createToolbar(root, map, view, {
    home: () => map.fitBounds(scene.bounds, { padding: host.padding() }),
    swipe: swipe.toggle,
    print: () => openPrint({ ...bench, legend: part('legend') }),
  });
  view.follow((state, names) => { if (names.some(name => ['layers', 'at'].includes(name))) paint(); });

  let total = null;
  const leaveLive = subscribe(root.dataset.liveKey, ({ data }) => {
    const devices = catalogue.find('devices');
    if (devices) devices.rows = total = data.total;
    tree.tell('devices', data.total);
  });

  const load = async () => {
    try {
      catalogue = await loadCatalogue(scene, live, total);
      tree.draw(catalogue);
      timeBar.follow();
      questions.refresh();
      paint();
    } catch (fault) {
      tree.fail(fault.message, load);
    }
  };
  await load();
  const results = createResults(bench);
  await createDrawing({ ...bench, onshape: results.ask });
  const reloading = setInterval(load, askAgainAfter);
  map.once('idle', () => {
    showChosen();
    root.toggleAttribute('data-ready', true);
  });
  map.triggerRepaint();
  return () => {
    clearInterval(reloading);
    leaveLive();
    live.show(false);
  };
}

/** What is clicked becomes the chosen object; the chosen object stands in the inspector and under a ring. Returns what shows it. */
function openPointing(bench) {
  const { map, stage, view, part, marks, watch } = bench;
  let picked = {};
  const pick = (object, others) => {
    picked = { object, others };
    view.change({ select: `${object.layer}/${object.id}` });
  };
  const inspector = createInspector(part('inspector'), { ...bench, onclose: () => view.state.select ? view.change({ select: null }) : inspector.close(), onstep: pick });
  const select = () => {
    const { select: chosen } = view.state;
    watch(null);
    if (!chosen) return inspector.close();
    const [layer, id] = chosen.split('/');
    const { object, others } = picked.object?.layer === layer && picked.object.id === id ? picked : { object: { layer, id } };
    if (object.at) marks.set('picked', [{ type: 'Point', coordinates: object.at }]);
    if (bench.catalogue().find(layer)?.live) watch(id, at => marks.set('picked', [{ type: 'Point', coordinates: at }])); // the ring goes with it
    inspector.show(object, others);
  };
  createPointing(map, stage, {
    ...bench, isOn: () => view.state.tool === 'point',
    onpick: objects => pick(objects[0], objects),
    oncell(layer, cell) {
      view.change({ select: null });
      inspector.showCell(layer, { ...cell, closer: () => map.easeTo({ center: cell.at, zoom: map.getZoom() + 2 }) });
      marks.set('picked', [{ type: 'Point', coordinates: cell.at }]);
    },
    onmiss() {
      inspector.close();
      view.change({ select: null });
    },
  });
  view.follow((state, names) => { if (names.includes('select')) select(); });
  return select;
}

/** A region is framed by where it lies; a position gets a ring. */
async function goTo({ at, code }, map, marks) {
  if (at) {
    marks.set('picked', [{ type: 'Point', coordinates: at }]);
    return map.easeTo({ center: at, zoom: Math.max(map.getZoom(), 14) });
  }
  const region = await ask(`/api/v1/regions/${code}`).catch(() => null);
  if (region) map.easeTo({ center: region.seat, zoom: { city: 8.5, county: 10.3, town: 12.3 }[region.level] ?? 14 });
}

let toasting = null;
function toast(place, text) {
  place.textContent = text;
  place.hidden = false;
  clearTimeout(toasting);
  toasting = setTimeout(() => place.hidden = true, toastFor);
}

/** 1:18 万, as on a screen of 96 points to the inch. */
function tellScale(map, place) {
  const tell = () => {
    const metresPerPx = 40_075_016.7 * Math.cos(map.getCenter().lat * Math.PI / 180) / (512 * 2 ** map.getZoom());
    const scale = metresPerPx / (.0254 / 96);
    place.textContent = scale >= 1e4 ? `1:${Number((scale / 1e4).toPrecision(2))} 万` : `1:${Math.round(scale / 100) * 100}`;
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
