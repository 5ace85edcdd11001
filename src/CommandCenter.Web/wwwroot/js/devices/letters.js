// Readings that were put aside: of a clock that runs ahead, or refused by ClickHouse. Their times are moved together, then they are replayed.

import { ask, count, icon, make } from '../onemap/dom.js';
import { moment, valueOf } from './words.js';

const kinds = { ahead: '时间超前', refused: '入库被拒' };
const perPage = 200;
const send = (what, body) => ask(`/api/v1/telemetry/dead-letters/${what}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

export async function showLetters(place, fail) {
  const list = make('div', { class: 'scroll' });
  const told = make('small');
  const shift = make('input', { class: 'cc-input', type: 'number', step: 'any', value: 0, 'aria-label': '时间平移（分钟，负数为提前）' });
  const replay = make('button', { type: 'button', class: 'cc-button primary', onclick: () => act('replay') }, '重放选中的');
  const discard = make('button', { type: 'button', class: 'cc-button', onclick: () => act('discard') }, '弃置选中的');
  const picked = new Set();
  place.replaceChildren(make('header', { class: 'filters' }, make('h2', {}, '隔离的读数'), make('span', { class: 'quiet' }, '没有计入任何指标；核对后可平移时间并重放，重放多次也只计一次'), make('span', { class: 'space' }), told,
    make('label', { class: 'line' }, '平移', shift, '分钟'), replay, discard), list);

  function weigh() {
    replay.disabled = discard.disabled = picked.size === 0;
  }

  async function act(what) {
    replay.disabled = discard.disabled = true;
    try {
      const answer = await send(what, { ids: [...picked], ...(what === 'replay' ? { shift: Math.round(Number(shift.value) * 60_000) } : {}) });
      await load(what === 'discard' ? `已弃置 ${answer.discarded} 条` : `已重放 ${answer.taken} 条，重复 ${answer.duplicates} 条`, answer.refused ?? []);
    } catch (fault) {
      list.prepend(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), fault.message));
      weigh();
    }
  }

  const rowOf = letter => {
    const box = make('input', { type: 'checkbox', class: 'cc-check', 'aria-label': '选中这条读数', onchange: () => { if (box.checked) picked.add(letter.id); else picked.delete(letter.id); weigh(); } });
    return make('tr', {}, make('td', {}, box), make('th', { scope: 'row' }, letter.device), make('td', {}, letter.metric), make('td', { class: 'num' }, moment(letter.ts)),
      make('td', { class: 'num' }, valueOf(letter)), make('td', {}, kinds[letter.kind]), make('td', {}, letter.token || '—'), make('td', { class: 'num' }, moment(letter.receivedAt)));
  };

  async function load(done, refused = []) {
    picked.clear();
    weigh();
    let found;
    try {
      found = await ask(`/api/v1/telemetry/dead-letters?state=open&limit=${perPage}`);
    } catch (fault) {
      return fail(list, fault);
    }
    told.textContent = `共 ${count(found.total)} 条`;
    const all = make('input', { type: 'checkbox', class: 'cc-check', 'aria-label': '选中列出的全部读数', onchange: () => {
      for (const box of list.querySelectorAll('tbody input')) if (box.checked !== all.checked) box.click();
    } });
    list.replaceChildren(...[
      done ? make('p', { class: 'summary', role: 'status' }, done) : null,
      refused.length > 0 ? make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), `${refused.length} 条没有重放：${refused[0].message}`) : null,
      found.letters.length === 0 ? make('p', { class: 'none' }, icon('circle-check'), '没有隔离的读数') : make('table', { class: 'cc-table' },
        make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, all), make('th', { scope: 'col' }, '设备'), make('th', { scope: 'col' }, '指标'), make('th', { scope: 'col', class: 'num' }, '读数时间'), make('th', { scope: 'col', class: 'num' }, '值'),
          make('th', { scope: 'col' }, '原因'), make('th', { scope: 'col' }, '令牌'), make('th', { scope: 'col', class: 'num' }, '收到'))),
        make('tbody', { 'data-verbatim': true }, found.letters.map(rowOf)))].filter(Boolean));
  }

  await load();
}
