// A file on its way into a layer: chosen, looked at, confirmed. It goes over HTTP twice, to be looked at and to be taken; nothing is
// written before it is confirmed.

import { icon, make } from '../onemap/dom.js';
import { drawReport, formats } from './report.js';

const most = 512 * 1024 * 1024;
const systems = ['EPSG:4490', 'EPSG:4326', 'GCJ-02', 'BD-09', 'EPSG:3857', ...Array.from({ length: 42 }, (_, i) => `EPSG:${4513 + i}`), 'EPSG:32649', 'EPSG:32650'];
const encodings = ['UTF-8', 'GB18030', 'UTF-16LE', 'UTF-16BE'];

/** Sends `file`, telling how far it is; gives the answer's JSON, also that of a refusal, and its status; null without an answer. */
function send(address, file, onPart) {
  return new Promise(done => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.responseType = 'json';
    request.upload.addEventListener('progress', part => onPart(part.lengthComputable ? part.loaded / part.total : null));
    request.upload.addEventListener('load', () => onPart(1));
    request.addEventListener('load', () => done({ status: request.status, body: request.response }));
    request.addEventListener('error', () => done(null));
    request.send(file);
  });
}

export function showImport(place, layer, state) {
  let file = null;
  const input = make('input', { class: 'cc-visually-hidden', type: 'file', 'aria-label': '要导入的文件', accept: '.geojson,.json,.csv,.txt,.zip,.gpkg,.kml,.kmz,.dxf', onchange: choose });
  const bar = make('progress', { max: 1, 'aria-label': '进度' });
  const chosen = make('span', { class: 'quiet' }, '还没有选择文件');
  const doing = make('p', { class: 'doing', role: 'status', hidden: true }, bar, make('span'));
  const told = make('div', { class: 'told' });
  const work = make('section', { class: 'work', 'aria-label': '导入数据' },
    make('div', { class: 'line' }, make('h3', {}, '导入数据'), make('span', { class: 'space' }),
      make('button', { type: 'button', class: 'cc-button text', onclick: () => place.replaceChildren() }, icon('x'), '收起')),
    make('p', {}, 'GeoJSON、CSV（坐标列或区划代码列）、Shapefile（ZIP）、GeoPackage、KML、DXF，最大 512 MB、100 万个要素。先预览，确认后才写入；原有数据在新一版完整之前一直可用。'),
    make('div', { class: 'line' }, make('label', { class: 'cc-button' }, icon('file-up'), '选择文件', input), chosen), doing, told);
  place.replaceChildren(work);
  work.scrollIntoView({ block: 'nearest' });

  function choose() {
    [file] = input.files;
    if (!file) return;
    chosen.textContent = `${file.name} · ${(file.size / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;
    if (file.size > most) told.replaceChildren(refusal('文件超过 512 MB。'));
    else look({});
  }

  async function run(query, word) {
    const text = doing.querySelector('span');
    doing.hidden = false;
    input.disabled = true;
    told.inert = true;
    const answer = await send(`/api/v1/layers/${layer.id}/import?${new URLSearchParams({ name: file.name.slice(0, 200), ...query })}`, file, part => {
      if (part === null || part === 1) bar.removeAttribute('value');
      else bar.value = part;
      text.textContent = part === 1 || part === null ? `服务器正在${word}` : `上传 ${Math.floor(part * 100)}%`;
    });
    doing.hidden = true;
    input.disabled = false;
    told.inert = false;
    return answer;
  }

  async function look(query) {
    const answer = await run({ ...query, preview: 'true' }, '读取');
    const report = answer?.status === 200 ? answer.body : answer?.body?.report;
    if (report) told.replaceChildren(...[answer.status === 200 ? null : refusal(answer.body.detail), choices(report), drawReport(report), confirmation(report)].filter(Boolean));
    else told.replaceChildren(refusal(answer?.body?.detail ?? '与服务器失联，没有读到文件'));
  }

  async function take(report, query) {
    const answer = await run(query, '写入');
    if (answer?.status === 200 || answer?.status === 201) {
      await state.reload(layer.id);
      document.querySelector('cc-layers .below')?.replaceChildren(make('p', { class: 'done', role: 'status' }, icon('check'),
        answer.status === 201 ? `已导入第 ${answer.body.version} 版：${answer.body.rows.toLocaleString('en-US')} 个要素` : '内容与当前版本相同，没有写入'));
    } else told.prepend(refusal(answer?.body?.detail ?? '与服务器失联，不知道是否已写入，请刷新后查看'));
  }

  // How the file is read: what was told, to be changed and looked at again.
  function choices(report) {
    const pick = (name, label, values, chosen) => make('label', { class: 'field' }, make('span', {}, label),
      make('select', { class: 'cc-input', name, onchange: () => look(asked()) }, values.map(([value, word]) => make('option', { value, selected: value === (chosen ?? '') }, word))));
    const columns = [['', '没有'], ...(report.columns ?? []).map(name => [name, name])];
    const titled = new Map(report.hints.filter(hint => hint.crs).map(hint => [hint.crs, hint.title]));
    return make('form', { class: 'choices', onsubmit: event => event.preventDefault() },
      make('label', { class: 'field' }, make('span', {}, '格式'), make('output', {}, formats[report.format])),
      report.sublayers.length > 1 ? pick('sublayer', '文件中的图层', report.sublayers.map(name => [name, name]), report.sublayer) : null,
      report.encoding ? pick('encoding', '编码', encodings.map(name => [name, name]), report.encoding) : null,
      pick('crs', report.isGuess ? '坐标系（推测，请核对）' : '坐标系',
        [...(report.crs ? [] : [['', '请选择']]), ...systems.map(code => [code, titled.has(code) ? `${code} ${titled.get(code)}` : code])], report.crs),
      pick('axes', '坐标次序', [['en', '先东（经度）后北'], ['ne', '先北（纬度）后东']], report.axes ?? 'en'),
      report.columns ? [pick('lon', '第一个坐标列', columns, report.lon), pick('lat', '第二个坐标列', columns, report.lat), pick('region', '区划代码列', columns, report.region)] : null);
  }

  function asked() {
    const form = work.querySelector('.choices');
    const query = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''));
    if (!query.crs) delete query.axes;
    if (!query.lon || !query.lat) {
      delete query.lon;
      delete query.lat;
    }
    return query;
  }

  function confirmation(report) {
    if (report.isSame) return make('p', { class: 'done', role: 'status' }, icon('check'), '内容与当前版本相同，无需导入');
    if (!report.crs || report.rows === 0) return null;
    const skip = make('input', { class: 'cc-check', type: 'checkbox' });
    const checked = make('input', { class: 'cc-check', type: 'checkbox' });
    const accuracy = make('input', { class: 'cc-input', type: 'number', min: 0, max: 100000, step: 'any', placeholder: '米，可空', 'aria-label': '坐标精度（米）' });
    const go = make('button', { type: 'button', class: 'cc-button primary', onclick: () => take(report, {
      ...asked(), crs: report.crs, axes: report.axes, ...(skip.checked ? { skip: 'true' } : {}), ...(accuracy.value ? { accuracy: accuracy.value } : {}) }) },
    `导入 ${report.rows.toLocaleString('en-US')} 个要素`);
    const weigh = () => { go.disabled = report.badRows > 0 && !skip.checked || report.isGuess && !checked.checked; };
    skip.addEventListener('change', weigh);
    checked.addEventListener('change', weigh);
    weigh();
    return make('div', { class: 'confirm' },
      make('label', { class: 'flag' }, '坐标精度 ±', accuracy),
      report.isGuess ? make('label', { class: 'flag' }, checked, '坐标系与次序已核对') : null,
      report.badRows > 0 ? make('label', { class: 'flag' }, skip, `略去不能导入的 ${report.badRows.toLocaleString('en-US')} 行`) : null,
      make('span', { class: 'space' }), go);
  }
}

const refusal = text => make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), text);
