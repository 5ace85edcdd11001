// What lies in a drawn shape, as a table under the map, one layer at a time. Rows and map point to each other.
import { severityOf } from '/js/onemap/catalogue.js';
import { ask, count, icon, make } from '/js/onemap/dom.js';
import { anchorOf } from '/js/onemap/inspector.js';

const mostRows = 200;
const mostColumns = 7;
const warnWords = ['', '蓝', '黄', '橙', '红'];

/** `ask(polygon)` asks what lies in it, null closes. */
export function createResults({ map, part, marks, view, catalogue }) {
  const root = part('results');
  let turn = 0;
  let answer = null; // { area, layers }
  let shown = null; // id of the layer whose rows are shown
  let shape = null;

  async function askFor(polygon) {
    const mine = ++turn;
    shape = polygon;
    if (!polygon) return close();
    const layers = view.state.layers.filter(item => !item.hidden && catalogue().find(item.id) && !catalogue().find(item.id).own).map(item => item.id);
    if (!layers.length) return frame('打开目录中的图层后再选', null);
    if (root.hidden) frame('正在查询', null);
    try {
      const found = await ask('/api/v1/spatial/within', {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ geometry: polygon, layers, limit: mostRows }),
      });
      if (mine !== turn) return;
      answer = found;
      shown = found.layers.some(one => one.layer === shown && one.matched) ? shown : (found.layers.find(one => one.matched) ?? found.layers[0])?.layer;
      draw();
    } catch (fault) {
      if (mine === turn) frame(fault.message, null, fault.code);
    }
  }

  function close() {
    answer = null;
    root.hidden = true;
    root.replaceChildren();
    marks.set('found');
  }

  function frame(told, body, code) {
    root.hidden = false;
    root.replaceChildren(make('header', {},
      make('h2', {}, '选中的对象'), make('span', { class: 'told', role: 'status' }, told, code && make('code', { 'data-verbatim': true }, ` ${code}`)),
      make('button', { type: 'button', class: 'cc-button icon plain', 'aria-label': '关闭结果', title: '关闭结果', onclick: () => view.change({ tool: 'point', shape: null }) }, icon('x'))), ...body ? [body] : []);
  }

  function draw() {
    const layer = catalogue().find(shown);
    const found = answer.layers.find(one => one.layer === shown);
    const total = answer.layers.reduce((sum, one) => sum + one.matched, 0);
    const without = answer.leftOut.length ? `；${answer.leftOut.map(id => catalogue().find(id)?.title ?? id).join('、')}过大，未查` : '';
    if (!layer || !total) return frame(`范围内没有已开图层的对象${without}`, null);
    marks.set('found', found.features);
    const columns = layer.fields.slice(0, mostColumns);
    frame(`范围内共 ${count(total)} 个`, make('div', { class: 'rows', 'data-scrolls': true, tabindex: 0, role: 'region', 'aria-label': `${layer.title}，可滚动` }, make('table', { class: 'cc-table' },
      make('thead', {}, make('tr', {}, layer.lead.severity && make('th', { scope: 'col', class: 'tight' }, '告警'), columns.map(field => make('th', { scope: 'col', class: isNumber(field) && 'num', 'data-verbatim': true }, `${field.title || field.name}${field.unit ? `（${field.unit}）` : ''}`)), make('th', {}, make('span', { class: 'cc-visually-hidden' }, '操作')))),
      make('tbody', { 'data-verbatim': true }, found.features.map(feature => row(layer, columns, feature))))));
    root.querySelector('h2').after(
      make('div', { class: 'tabs', role: 'group', 'aria-label': '图层' }, answer.layers.filter(one => one.matched).map(one => make('button', {
        type: 'button', 'aria-pressed': String(one.layer === shown), 'data-verbatim': true, onclick: () => { shown = one.layer; draw(); },
      }, `${one.title} `, make('small', {}, count(one.matched))))));
    if (found.matched > found.features.length) root.querySelector('.told').textContent += `，列出前 ${count(found.features.length)} 个`;
    root.querySelector('.told').textContent += without;
    root.querySelector('.told').after(...exportOf(layer));
    mark();
  }

  function row(layer, columns, feature) {
    const { properties } = feature;
    const severity = severityOf(properties[layer.lead.severity]);
    return make('tr', { 'data-id': feature.id, onclick: () => pick(layer, feature) },
      layer.lead.severity && make('td', {}, severity ? make('span', { class: 'severity', 'data-tone': ['', 'blue', 'yellow', 'orange', 'red'][severity] }, warnWords[severity]) : ''),
      columns.map(field => make('td', { class: isNumber(field) && 'num' }, textOf(properties[field.name]))),
      make('td', { class: 'num' }, make('button', { type: 'button', class: 'cc-button text', 'aria-label': `定位${properties[layer.lead.label] ?? feature.id}`, onclick: event => { event.stopPropagation(); pick(layer, feature, true); } }, '定位')));
  }

  function pick(layer, feature, closer = false) {
    const at = anchorOf(feature.geometry);
    if (at && (closer || !map.getBounds().contains(at))) map.easeTo({ center: at, zoom: Math.max(map.getZoom(), closer ? 15 : 0) });
    view.change({ select: `${layer.id}/${feature.id}` });
  }

  /** The row of the chosen object. */
  function mark() {
    for (const line of root.querySelectorAll('tbody tr')) {
      const isChosen = view.state.select === `${shown}/${line.dataset.id}`;
      line.setAttribute('aria-selected', isChosen);
      if (isChosen) line.scrollIntoView({ block: 'nearest' });
    }
  }

  /** The same question as a file, whatever its shape; recorded by the server. */
  const exportOf = layer => [['csv', '导出 CSV'], ['geojson', '导出 GeoJSON']].map(([format, text]) => make('button', {
    type: 'button', class: 'cc-button text', 'data-verbatim': format === 'geojson', onclick: async ({ currentTarget: button }) => {
      button.disabled = true;
      const fault = await takeOut(layer.id, shape, format);
      button.disabled = false;
      if (fault) root.querySelector('.told').textContent = fault;
    },
  }, icon('download'), text));

  view.follow((state, names) => {
    if (names.includes('select')) {
      const [layer] = (state.select ?? '').split('/');
      if (answer && layer !== shown && answer.layers.some(one => one.layer === layer && one.matched)) { shown = layer; draw(); } else mark();
    }
    if (names.includes('layers') && shape) askFor(shape);
  });
  return { ask: askFor };
}

/** Gives the file to the browser; or why there is none. */
async function takeOut(layer, geometry, format) {
  const answer = await fetch(`/ogc/collections/${layer}/export?format=${format}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ geometry }),
  }).catch(() => null);
  if (!answer) return '与服务器失联，没有导出';
  if (!answer.ok) return (await answer.json().catch(() => ({}))).detail ?? '服务器没有给出文件';
  const file = URL.createObjectURL(await answer.blob());
  make('a', { href: file, download: answer.headers.get('content-disposition')?.match(/filename="?([\w.-]+)/)?.[1] ?? `${layer}.${format}` }).click();
  setTimeout(() => URL.revokeObjectURL(file), 60_000);
  return null;
}

const isNumber = field => field.type === 'whole' || field.type === 'number';
const textOf = value => value === null || value === undefined || value === '' ? '—' : typeof value === 'number' ? value.toLocaleString('en-US') : typeof value === 'object' ? JSON.stringify(value) : String(value);
