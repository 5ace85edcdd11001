// Readings that were put aside: of a clock that runs ahead, or refused by ClickHouse. Their times are moved
// together and a single one is put right, then they are replayed.

import { drop, restore } from '/js/drafts.js';
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
  const letters = new Map();
  const fix = make('form', { class: 'filters fix', hidden: true, onsubmit: event => { event.preventDefault(); act('replay'); } });
  const input = (name, label, value, attributes = {}) => make('label', { class: 'line' }, label, make('input', { class: 'cc-input', name, value, autocomplete: 'off', required: true, 'data-draft': name, ...attributes }));
  place.replaceChildren(make('header', { class: 'filters' }, make('h2', {}, '隔离的读数'), make('span', { class: 'quiet' }, '没有计入任何指标；核对后可平移时间并重放，只选一条时还可更正设备、指标和值；重放多次也只计一次'), make('span', { class: 'space' }), told,
    make('label', { class: 'line' }, '平移', shift, '分钟'), replay, discard), fix, list);

  function weigh() {
    replay.disabled = discard.disabled = picked.size === 0;
    const [id] = picked;
    const letter = picked.size === 1 ? letters.get(id) : null;
    fix.hidden = !letter;
    if (!letter || fix.dataset.draftOf === `letter:${id}`) return;
    fix.dataset.draftOf = `letter:${id}`;
    fix.replaceChildren(make('span', {}, '更正这一条'), input('device', '设备编号', letter.device, { maxlength: 64 }), input('metric', '指标', letter.metric, { maxlength: 64 }),
      input('value', '值', letter.value, { type: 'number', step: 'any' }), make('button', { type: 'reset', class: 'cc-button', onclick: () => drop(fix) }, '还原'));
    restore(fix);
  }

  /** What was changed of the single letter that is picked. */
  function corrections() {
    if (fix.hidden) return {};
    const letter = letters.get([...picked][0]);
    const [device, metric] = ['device', 'metric'].map(name => fix.elements[name].value.trim());
    const value = Number(fix.elements.value.value);
    return { ...(device !== letter.device ? { device } : {}), ...(metric !== letter.metric ? { metric } : {}), ...(value !== letter.value ? { value } : {}) };
  }

  async function act(what) {
    if (picked.size === 0) return;
    if (what === 'replay' && !fix.hidden && !fix.reportValidity()) return;
    replay.disabled = discard.disabled = true;
    try {
      const answer = await send(what, { ids: [...picked], ...(what === 'replay' ? { shift: Math.round(Number(shift.value) * 60_000), ...corrections() } : {}) });
      if (!fix.hidden && !answer.refused?.length) drop(fix);
      await load(what === 'discard' ? `已弃置 ${answer.discarded} 条` : `已重放 ${answer.taken} 条，重复 ${answer.duplicates} 条`, answer.refused ?? []);
    } catch (fault) {
      list.prepend(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), fault.message));
      weigh();
    }
  }

  const rowOf = letter => {
    const box = make('input', { type: 'checkbox', class: 'cc-check', value: letter.id, 'aria-label': '选中这条读数', onchange: () => { if (box.checked) picked.add(letter.id); else picked.delete(letter.id); weigh(); } });
    return make('tr', {}, make('td', {}, box), make('th', { scope: 'row' }, letter.device), make('td', {}, letter.metric), make('td', { class: 'num' }, moment(letter.ts)),
      make('td', { class: 'num' }, valueOf(letter)), make('td', {}, kinds[letter.kind]), make('td', {}, letter.token || '—'), make('td', { class: 'num' }, moment(letter.receivedAt)));
  };

  async function load(done, refused = []) {
    const before = refused.length > 0 ? [...picked] : [];
    picked.clear();
    weigh();
    let found;
    try {
      found = await ask(`/api/v1/telemetry/dead-letters?state=open&limit=${perPage}`);
    } catch (fault) {
      return fail(list, fault);
    }
    letters.clear();
    for (const letter of found.letters) letters.set(letter.id, letter);
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
    weigh();
    // What was refused stays picked: it is to be put right.
    for (const box of list.querySelectorAll('tbody input')) if (before.includes(box.value)) box.click();
  }

  await load();
}
