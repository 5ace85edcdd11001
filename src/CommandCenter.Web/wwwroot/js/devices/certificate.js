// The certificate of completeness: of each type and department, how many devices lack which field and sent doubtful readings. A figure leads to these devices.

import { ask, count, make } from '../onemap/dom.js';
import { fields } from './words.js';

export async function showCertificate(place, head, state, find, fail) {
  const table = make('div', { class: 'scroll' });
  place.replaceChildren(head, table);
  let found;
  try {
    found = await ask(`/api/v1/devices/completeness${state.region ? `?region=${state.region}` : ''}`);
  } catch (fault) {
    return fail(table, fault);
  }
  const rows = found.rows.filter(row => (!state.type || row.type === state.type) && (!state.department || row.department === state.department));
  const shown = Object.keys(fields).filter(key => rows.some(row => row.missing.some(one => one.field === key)));
  const [total, complete] = [rows.reduce((sum, row) => sum + row.total, 0), rows.reduce((sum, row) => sum + row.complete, 0)];
  const doubtful = rows.reduce((sum, row) => sum + row.doubtful, 0);
  const share = (part, whole) => whole === 0 ? '—' : `${(100 * part / whole).toFixed(1)}%`;
  const asks = (row, key) => state.types.find(type => type.name === row.type)?.required.includes(key) ?? true;
  const lead = (number, row, missing) => number === 0 ? '0'
    : make('button', { type: 'button', class: 'cc-button text', onclick: () => find({ type: row.type, department: row.department, missing, state: '' }) }, count(number));
  table.replaceChildren(
    make('p', { class: 'summary' }, '完整 ', make('b', {}, share(complete, total)), ` · ${count(complete)} / ${count(total)} 台 · 24 小时内读数存疑 ${count(doubtful)} 台 · 截至 ${new Date(found.asOf).toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false })} · 停用设备不计`),
    rows.length === 0 ? make('p', { class: 'none' }, '这个范围内没有在用的设备') : make('table', { class: 'cc-table' },
      make('thead', {}, make('tr', {}, ['类型', '部门'].map(name => make('th', { scope: 'col' }, name)), ['总数', '完整', '完整率', '存疑', ...shown.map(key => `缺${fields[key]}`)].map(name => make('th', { scope: 'col', class: 'num' }, name)))),
      make('tbody', { 'data-verbatim': true }, rows.map(row => make('tr', {},
        make('th', { scope: 'row' }, row.type), make('td', {}, row.department), make('td', { class: 'num' }, lead(row.total, row, '')),
        make('td', { class: 'num' }, count(row.complete)), make('td', { class: 'num' }, share(row.complete, row.total)), make('td', { class: 'num' }, count(row.doubtful)),
        shown.map(key => make('td', { class: asks(row, key) ? 'num' : 'num quiet' }, asks(row, key) ? lead(row.missing.find(one => one.field === key)?.count ?? 0, row, key) : '不要求')))))));
}
