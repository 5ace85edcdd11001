// One alarm: what it is, what to do, every step of it, and what can be done with it; or with many at once.

import { ask, icon, make } from '../onemap/dom.js';
import { drop, restore } from '/js/drafts.js';
import { mark, stateOf } from './rows.js';
import { causes, moment, valueOf } from './words.js';

const fact = (name, value) => value ? [make('dt', {}, name), make('dd', {}, value)] : [];

/** Draws the chosen alarm, or what is picked. `act(step)` opens what a step needs to know and takes it. */
export function showCard(place, { alarm, picked, handles, act }) {
  if (picked.length > 1) return showMany(place, picked, handles, act);
  if (!alarm) return place.replaceChildren(make('p', { class: 'none' }, icon('siren'), '从列表中选择一条告警，查看它的经过和处置建议'));
  const body = make('div', { class: 'body' });
  place.replaceChildren(head(alarm), body, handles ? acts(alarm, act) : make('span'));
  body.append(...about(alarm));
  ask(`/api/v1/alarms/${alarm.id}`).then(detail => { if (body.isConnected) body.replaceChildren(...about(detail.alarm, detail)); },
    fault => body.append(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), fault.message)));
}

function head(alarm) {
  return make('header', {}, mark(alarm.color, !alarm.acknowledgedAt), make('h2', { tabindex: -1, 'data-verbatim': true }, alarm.ruleName),
    alarm.illustrative ? make('span', { class: 'mark' }, '示意数据') : null, make('span', { class: 'space' }),
    make('a', { class: 'cc-button', href: `/map?at=${alarm.lon},${alarm.lat},15`, 'data-enhance-nav': 'false' }, icon('map'), '在图上看'));
}

function about(alarm, detail) {
  return [
    make('p', { class: 'big', 'data-verbatim': true }, make('b', {}, valueOf(alarm) || '无读数'), make('small', {}, alarm.metricName ?? '')),
    detail?.advice ? make('p', { class: 'advice', 'data-verbatim': true }, detail.advice) : null,
    make('dl', { class: 'facts', 'data-verbatim': true },
      fact('设备', `${alarm.deviceName}（${alarm.device}）`), fact('类型', `${alarm.type} · ${alarm.department}`), fact('位置', alarm.place),
      fact('状态', make('span', {}, stateOf(alarm))), fact('产生', moment(alarm.raisedAt)), fact('恢复', alarm.overAt ? moment(alarm.overAt) : ''),
      fact('历史', detail ? `同一设备和规则共 ${detail.times} 条` : ''), fact('指派', alarm.assigneeName)),
    detail ? make('ol', { class: 'steps', 'aria-label': '经过', 'data-verbatim': true }, [...detail.steps].reverse().map(step => stepOf(step, alarm))) : null,
  ].filter(Boolean);
}

const stepOf = (step, { unit }) => make('li', {}, make('time', {}, moment(step.at)),
  make('p', {}, make('b', {}, `${step.word} `), [step.actor, step.value === null ? '' : valueOf({ value: step.value, unit }), step.text].filter(Boolean).join(' · ')));

function acts(alarm, act) {
  const button = (step, name, key, primary) => make('button', { type: 'button', class: `cc-button${primary ? ' primary' : ''}`, 'aria-keyshortcuts': key, onclick: () => act(step) }, name);
  if (alarm.closedAt) return make('div', { class: 'acts' }, button('noted', '备注', 'n'));
  return make('div', { class: 'acts' },
    alarm.acknowledgedAt ? null : button('acknowledged', '确认', 'a', true), button('assigned', '指派', 'z', Boolean(alarm.acknowledgedAt)),
    alarm.shelvedUntil ? button('unshelved', '取消搁置', 's') : button('shelved', '搁置', 's'), button('noted', '备注', 'n'), button('closed', '关闭', 'c'));
}

function showMany(place, picked, handles, act) {
  const waiting = picked.filter(one => !one.acknowledgedAt && !one.closedAt).length;
  const button = (step, name, primary) => make('button', { type: 'button', class: `cc-button${primary ? ' primary' : ''}`, onclick: () => act(step) }, name);
  place.replaceChildren(make('header', {}, make('h2', { tabindex: -1 }, `选中 ${picked.length} 条告警`)),
    make('div', { class: 'body' }, make('p', {}, `其中 ${waiting} 条待确认。下面的操作对选中的每一条分别记录。`),
      make('ul', { class: 'steps', 'data-verbatim': true }, picked.slice(0, 50).map(one => make('li', {}, make('time', {}, moment(one.raisedAt)), make('p', {}, `${one.deviceName} ${one.ruleName}`))))),
    handles ? make('div', { class: 'acts' }, button('acknowledged', '全部确认', true), button('assigned', '指派'), button('shelved', '搁置'), button('closed', '关闭')) : make('span'));
}

/** Asks for what the step needs to know; resolves with what is `given` and with `saved()`, to be called once the server has it, or with null
 *  when it was given up. What is typed is kept in the tab until then. */
export function askFor(place, step, alarm) {
  if (step === 'acknowledged' || step === 'unshelved') return Promise.resolve({ given: {}, saved() {} });
  place.querySelector('form')?.remove();
  const text = make('textarea', { class: 'cc-input', rows: 2, maxlength: 500, name: 'text', 'data-draft': 'text' });
  const field = (name, control) => make('label', { class: 'field' }, make('span', {}, name), control);
  const options = pairs => pairs.map(([value, name]) => make('option', { value }, name));
  const fields = {
    assigned: () => {
      const who = make('select', { class: 'cc-input', name: 'assignee', required: true });
      ask(`/api/v1/alarms/${alarm.id}/assignees`).then(({ people }) => {
        who.replaceChildren(...options(people.map(one => [one.id, `${one.name}（${one.role} · ${one.place}）`])));
        who.dataset.draft = 'assignee'; // not before there is anybody to choose
        again();
      }, fault => fail(fault.message));
      return [field('指派给', who), field('说明（可不填）', text)];
    },
    shelved: () => [field('搁置多久', make('select', { class: 'cc-input', name: 'minutes', 'data-draft': 'minutes' }, options([[60, '1 小时'], [240, '4 小时'], [1440, '1 天'], [4320, '3 天'], [10080, '7 天']]))), field('原因', text)],
    noted: () => [field('备注', text)],
    closed: () => [field('关闭原因', make('select', { class: 'cc-input', name: 'cause', 'data-draft': 'cause' }, options(Object.entries(causes)))), field('说明（选“其他”时必填）', text)],
  }[step]();
  const fault = make('p', { class: 'fault', role: 'alert', hidden: true });
  const kept = make('p', { class: 'quiet', role: 'status', hidden: true }, '已恢复上次没有保存的内容');
  const form = make('form', { 'data-draft-of': `alarm:${alarm.id}:${step}` }, kept, fields, fault);
  function again() {
    if (restore(form) > 0) kept.hidden = false;
  }
  const fail = words => { fault.hidden = false; fault.replaceChildren(icon('circle-x'), words); };
  return new Promise(resolve => {
    const end = given => {
      form.remove();
      if (!given) drop(form);
      resolve(given && { given, saved: () => drop(form) });
    };
    form.addEventListener('submit', event => {
      event.preventDefault();
      const given = Object.fromEntries(new FormData(form));
      end({ ...given, ...(given.minutes ? { minutes: Number(given.minutes) } : {}) });
    });
    form.addEventListener('keydown', event => { event.stopPropagation(); if (event.key === 'Escape') end(null); if (event.key === 'Enter' && event.ctrlKey) form.requestSubmit(); });
    form.append(make('div', { class: 'foot' }, make('button', { type: 'button', class: 'cc-button', onclick: () => end(null) }, '取消'),
      make('button', { type: 'submit', class: 'cc-button primary' }, '确定')));
    place.append(form);
    again();
    form.querySelector('.cc-input').focus();
  });
}
