// A file of devices: looked at first, every bad row with its reason; taken whole or not at all.

import { icon, make } from '../onemap/dom.js';

const most = 16 * 1024 * 1024;
const columns = 'device,name,type,department,lon,lat,illustrative,responsible,phone,address,national_id,play_url,power,battery_metric,installed_on,height';

/** Opens the dialog over `page`; `done()` follows a file that was taken. */
export function openImport(page, done) {
  let file = null;
  const told = make('div', { class: 'told' });
  const chosen = make('span', { class: 'quiet', 'data-verbatim': true }, '还没有选择文件');
  const input = make('input', { class: 'cc-visually-hidden', type: 'file', 'aria-label': '要导入的文件', accept: '.csv,text/csv', onchange: choose });
  const go = make('button', { type: 'button', class: 'cc-button primary', disabled: true, onclick: take }, '导入');
  const dialog = make('dialog', { class: 'device-dialog', 'data-modal': true, 'aria-label': '导入设备', onclose: () => dialog.remove() },
    make('h2', {}, '导入设备'),
    make('div', { class: 'scroll' },
      make('p', {}, 'CSV 文件，UTF-8 或 GB18030，最多 5 万行。前六列必填；空格子保留已登记的内容。有一行不对就一台也不登记。'),
      make('p', { class: 'quiet', 'data-verbatim': true }, columns.replaceAll(',', ', ')),
      make('p', { class: 'line' }, make('label', { class: 'cc-button' }, icon('file-up'), '选择文件', input), chosen), told),
    make('div', { class: 'foot' }, make('button', { type: 'button', class: 'cc-button', onclick: () => dialog.close() }, '关闭'), go));
  page.append(dialog);

  async function send(query) {
    go.disabled = true;
    try {
      const answer = await fetch(`/api/v1/devices/import${query}`, { method: 'POST', body: file });
      return { ok: answer.ok, body: await answer.json() };
    } catch {
      return { ok: false, body: { detail: '与服务器失联，不知道是否已登记，请刷新后查看' } };
    }
  }

  async function choose() {
    [file] = input.files;
    if (!file) return;
    chosen.textContent = file.name;
    if (file.size > most) return told.replaceChildren(refusal('文件超过 16 MB。'));
    told.replaceChildren(make('p', { role: 'status' }, '正在检查'));
    show(await send('?preview=true'));
  }

  async function take() {
    const answer = await send('');
    if (!answer.ok) return show(answer);
    told.replaceChildren(make('p', { class: 'done', role: 'status' }, icon('check'), `已登记 ${answer.body.rows} 台设备，其中新登记 ${answer.body.fresh} 台`));
    input.value = '';
    done();
  }

  function show({ ok, body }) {
    const report = ok ? body : body.report;
    go.disabled = !report || report.faultCount > 0 || report.rows === 0;
    told.replaceChildren(...[
      ok ? null : refusal(body.detail ?? '服务器没有给出结果'),
      report && report.faultCount === 0 ? make('p', { class: 'done', role: 'status' }, icon('check'), `可以导入：${report.rows} 台，其中新登记 ${report.fresh} 台，更新 ${report.rows - report.fresh} 台`) : null,
      report?.faultCount > 0 ? table(`${report.faultCount} 处不能导入`, report.faults) : null,
      report?.warnings.length > 0 ? table('请核对（可以导入）', report.warnings) : null].filter(Boolean));
  }
}

const refusal = text => make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), text);

const table = (caption, rows) => make('div', { class: 'scroll' }, make('table', { class: 'cc-table' }, make('caption', {}, caption),
  make('thead', {}, make('tr', {}, make('th', { scope: 'col', class: 'num' }, '行'), make('th', { scope: 'col' }, '编号'), make('th', { scope: 'col' }, '原因'))),
  make('tbody', { 'data-verbatim': true }, rows.map(row => make('tr', {}, make('td', { class: 'num' }, row.line || '—'), make('th', { scope: 'row' }, row.device || '—'), make('td', { class: 'wrap' }, row.reason))))));
