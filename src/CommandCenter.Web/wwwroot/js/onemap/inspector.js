// The chosen object: what it is, where, from whom. Attributes come from the server and are shown as text, never as markup.
import { aroundOf } from '/js/onemap/around.js';
import { severityOf, symbolOf, titleOf } from '/js/onemap/catalogue.js';
import { ask, count, icon, make } from '/js/onemap/dom.js';
import { positionsOf, write } from '/js/onemap/readout.js';

const words = ['', '蓝色', '黄色', '橙色', '红色'];
const tones = ['', 'blue', 'yellow', 'orange', 'red'];
const states = { sensitive: '敏感图层，查看已记录', internal: '内部图层' };

/** `show(object, others)`: object { layer, id, properties } as it was hit on the map, or with layer and id alone; `close()`. */
export function createInspector(root, { catalogue, view, symbols, marks, onclose, onstep }) {
  let asked = 0;

  async function show(object, others = []) {
    const turn = ++asked;
    const layer = catalogue().find(object.layer);
    if (!layer) return close();
    draw(layer, { ...object, title: layer.live ? object.id : object.properties?.label, busy: true }, others);
    try {
      if (layer.live) {
        const device = deviceOf(object, await ask(`/api/v1/devices/${encodeURIComponent(object.id)}`));
        if (turn !== asked) return;
        marks.set('picked', [{ type: 'Point', coordinates: device.at }]);
        draw(layer, device, others);
        return;
      }
      const feature = await ask(`/ogc/collections/${layer.id}/items/${object.id}`);
      if (turn !== asked) return;
      marks.set('picked', [feature]);
      const at = anchorOf(feature.geometry);
      draw(layer, { ...object, title: nameOf(layer, feature, object), properties: leadOf(layer, feature), at, rows: rowsOf(layer, feature), region: feature.region }, others);
    } catch (fault) {
      if (turn === asked) draw(layer, { ...object, title: layer.live ? object.id : object.properties?.label, fault }, others);
    }
  }

  /** A cell of many: how many of each class, and the way closer. */
  function showCell(layer, { properties, at, closer }) {
    asked++;
    let classes = {};
    try { classes = JSON.parse(properties.classes ?? '{}'); } catch { /* a cell without classes */ }
    const rows = Object.entries(classes).map(([name, many]) => [name || '未分类', count(many)]);
    if (layer.live) rows.push(['在线', count(properties.up)], ['离线', count(properties.count - properties.up)]);
    draw(layer, { title: `此处 ${count(properties.count)} 个`, properties, at, rows, closer }, []);
  }

  function draw(layer, { title, properties, at, rows, region, fault, busy, closer, id, page }, others) {
    const severity = Number(properties?.severity ?? 0);
    root.hidden = false;
    root.replaceChildren(...[
      make('header', {},
        symbols.picture(severity ? `alarm|${severity}` : layer.live ? `${properties?.online === false ? 'off' : 'dot'}|1` : symbolOf(layer, properties?.class)),
        make('h2', { 'data-verbatim': true }, title || `${layer.title} ${id ?? ''}`),
        button('x', '关闭', onclose)),
      others.length > 1 && steps(others, id, onstep),
      make('div', { class: 'body' },
        make('p', { class: 'of' }, make('span', { 'data-verbatim': true }, layer.title), layer.illustrative && tag('示意数据', 'illustrative'),
          severity > 0 && make('span', { class: 'warn', 'data-tone': tones[severity] }, `${words[severity]}告警`)),
        fault && make('div', { class: 'fault', role: 'alert' }, icon('circle-x'), make('p', {}, fault.message, fault.code && [' ', make('code', { 'data-verbatim': true }, fault.code)])),
        busy && make('div', { class: 'wait', 'aria-label': '正在取属性' }, make('i'), make('i'), make('i')),
        rows && list(rows),
        at && list([['坐标', `${at[0].toFixed(5)}, ${at[1].toFixed(5)}`, 'CGCS2000'], ...region ? [['所在', '…', null, regionRow(region)]] : []]),
        at && make('a', { class: 'near', href: `/video?at=${at.slice(0, 2).map(degree => degree.toFixed(5)).join(',')}`, 'data-enhance-nav': 'false' }, icon('cctv'), '就近视频'),
        at && more(at),
        at && rows && id && around(at),
        page && make('a', { class: 'cc-button', href: page }, icon('arrow-up-right'), '打开设备页'),
        !layer.own && make('p', { class: 'note', 'data-verbatim': true }, [layer.department, `${layer.updatedAt?.slice(0, 10)} 更新`, states[layer.sensitivity]].filter(Boolean).join(' · ')),
        closer && make('button', { type: 'button', class: 'cc-button primary', onclick: closer }, icon('scan-search'), '放大查看')),
    ].filter(Boolean));
  }

  /** Of the open layers of the catalogue; the server knows no others. */
  function around(at) {
    const open = view.state.layers.map(item => catalogue().find(item.id)).filter(layer => layer && !layer.own && layer.version > 0);
    return open.length > 0 && aroundOf(at, open);
  }

  function close() {
    asked++;
    root.hidden = true;
    root.replaceChildren();
    marks.set('picked');
  }

  return { show, showCell, close };
}

/** A point of a geometry, where its coordinates are told: the point, else its first corner. */
export function anchorOf(geometry) {
  let at = geometry?.coordinates;
  while (Array.isArray(at?.[0])) at = at[0];
  return at ?? null;
}

const button = (name, label, onclick) => make('button', { type: 'button', class: 'cc-button icon plain', 'aria-label': label, title: label, onclick }, icon(name));
const tag = (text, kind) => make('span', { class: `tag ${kind}` }, text);

function nameOf(layer, feature, object) {
  const label = layer.lead.label && feature.properties[layer.lead.label];
  return label ? String(label) : object.properties?.label;
}

/** What the tile knows of an object, for one that did not come from a tile. */
const leadOf = ({ lead }, { properties }) => ({ class: properties[lead.class], severity: severityOf(properties[lead.severity]) });

/** The attributes in the order of the dictionary, then those it does not know. */
function rowsOf(layer, { properties }) {
  const known = layer.fields.filter(field => properties[field.name] !== undefined);
  const others = Object.keys(properties).filter(name => !known.some(field => field.name === name));
  return [
    ...known.map(field => [field.title || field.name, valueOf(properties[field.name]), field.unit]),
    ...others.map(name => [titleOf(layer, name), valueOf(properties[name])]),
  ];
}

const valueOf = value => value === null || value === '' ? '暂无' : typeof value === 'boolean' ? (value ? '是' : '否') : typeof value === 'object' ? JSON.stringify(value) : String(value);

const list = rows => make('dl', { 'data-verbatim': true }, rows.map(([name, value, unit, fill]) => {
  const place = make('dd', {}, value, unit && make('small', {}, ` ${unit}`));
  fill?.(place);
  return make('div', {}, make('dt', {}, name), place);
}));

/** The path of a region, as links to its pages. */
const regionRow = code => async place => {
  const region = await ask(`/api/v1/regions/${code}`).catch(() => null);
  if (!region) return void (place.textContent = code);
  place.replaceChildren(...region.path.slice(-2).flatMap((step, index) => [index ? ' / ' : null, make('a', { href: `/regions/${step.code}` }, step.name)]).filter(Boolean));
};

/** The same place in the other systems, asked for when it is opened. */
function more(at) {
  const place = make('dl');
  const details = make('details', { class: 'more' }, make('summary', {}, '其他坐标系'), place);
  details.addEventListener('toggle', async () => {
    if (!details.open || place.childElementCount) return;
    const positions = await positionsOf(...at).catch(() => []);
    place.replaceChildren(...positions.map(position => make('div', { 'data-verbatim': true }, make('dt', {}, position.crs), make('dd', {}, write(position)))));
  });
  return details;
}

function steps(others, id, onstep) {
  const at = others.findIndex(other => other.id === id);
  const go = by => onstep(others[(at + by + others.length) % others.length], others);
  return make('nav', { class: 'steps', 'aria-label': '同一处的对象' }, `此处 ${others.length} 个，第 ${at + 1} 个`, button('chevron-left', '上一个', () => go(-1)), button('chevron-right', '下一个', () => go(1)));
}

/** What a device last said, beside what it is. */
function deviceOf({ id, properties }, { device, values, now }) {
  return {
    id, title: device.name, properties, at: [(now ?? device).lon, (now ?? device).lat], region: device.region, page: `/devices/${encodeURIComponent(id)}`,
    rows: [['编号', id], ['类型', device.type], ['部门', device.department], ['状态', device.stateName], ...values.map(value => [value.name, String(value.value), value.unit])],
  };
}
