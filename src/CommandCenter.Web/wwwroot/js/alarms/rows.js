// The list of alarms: a row each, and one for many of one place and one cause.

import { make } from '../onemap/dom.js';
import { moment, valueOf } from './words.js';

const svg = 'http://www.w3.org/2000/svg';
const order = ['none', 'blue', 'yellow', 'orange', 'red'];
const words = { red: '红色', orange: '橙色', yellow: '黄色', blue: '蓝色', none: '已恢复' };

/** The triangle of a colour; it pulses while a red or orange one waits for somebody. */
export function mark(tone, waits) {
  const element = document.createElementNS(svg, 'svg');
  for (const [name, value] of Object.entries({ class: `alarm${waits && order.indexOf(tone) >= 3 ? ' open' : ''}`, 'data-tone': tone, viewBox: '0 0 24 24', role: 'img', 'aria-label': words[tone] }))
    element.setAttribute(name, value);
  for (const [name, d] of [['edge', 'M12 2.6 22.6 21H1.4Z'], ['bell', 'M9.2 16.2h5.6c-.8-.8-1-1.6-1-3a1.8 1.8 0 0 0-3.6 0c0 1.4-.2 2.2-1 3Zm1.9 1.7h1.8']]) {
    const path = document.createElementNS(svg, 'path');
    path.setAttribute('class', name);
    path.setAttribute('d', d);
    element.append(path);
  }
  return element;
}

/** Where an alarm stands, in a few words. */
export function stateOf(alarm) {
  const parts = [];
  if (alarm.closedAt) parts.push(`${alarm.closedBy ?? '系统'} 已关闭`);
  else {
    if (alarm.escalations > 0 && !alarm.acknowledgedAt) parts.push(make('span', { class: 'inv' }, `升级 ${alarm.escalations}`));
    if (alarm.shelvedUntil) parts.push(`搁置至 ${moment(alarm.shelvedUntil)}`);
    else if (alarm.assigneeName) parts.push(`${alarm.assigneeName} 处置中`);
    else if (alarm.acknowledgedAt) parts.push(`${alarm.acknowledgedBy} 已确认`);
    else parts.push(alarm.overAt ? '已恢复，待确认' : '待确认');
  }
  return parts;
}

/** Rows and storms, in the order of the list: a storm stands where its first alarm stands. */
export function grouped(alarms, from) {
  const groups = new Map();
  for (const alarm of alarms) {
    const key = `${alarm.region.slice(0, 9)} ${alarm.rule}`;
    if (!groups.has(key)) groups.set(key, { key, alarms: [] });
    groups.get(key).alarms.push(alarm);
  }
  return [...groups.values()].flatMap(group => group.alarms.length >= from ? [group] : group.alarms);
}

/** A row of an alarm or of a storm. */
export function rowOf(item, { handles, picked, isOpen, inner, onpick }) {
  const storm = item.alarms;
  const shown = storm ? storm.reduce((worst, one) => order.indexOf(one.color) > order.indexOf(worst.color) ? one : worst) : item;
  const ids = storm ? storm.map(one => one.id) : [item.id];
  const box = handles ? make('input', { type: 'checkbox', class: 'cc-check', tabindex: -1, 'aria-label': '选中', onclick: event => { event.stopPropagation(); onpick(ids, box.checked); } }) : make('span');
  if (handles) {
    box.checked = ids.every(id => picked.has(id));
    box.indeterminate = !box.checked && ids.some(id => picked.has(id));
  }
  const waits = (storm ?? [item]).some(one => !one.acknowledgedAt && !one.closedAt);
  const place = storm ? shown.place : item.place;
  return make('div', { class: `row${storm ? ' storm' : ''}${inner ? ' inner' : ''}`, role: 'row', 'data-key': storm ? item.key : item.id, 'data-verbatim': true, 'aria-expanded': storm ? String(isOpen) : null },
    box, mark(shown.color, waits),
    make('p', {}, make('b', {}, storm ? `${shown.ruleName} × ${storm.length}` : `${item.deviceName} ${item.ruleName}`), make('small', {}, place)),
    make('p', { class: 'value' }, storm ? `${new Set(storm.map(one => one.device)).size} 台设备` : make('b', {}, valueOf(item)), storm ? null : make('small', {}, item.metricName ?? '')),
    make('p', { class: 'when' }, make('span', {}, moment(shown.raisedAt)), !storm && item.times > 1 ? make('small', {}, `第 ${item.times} 次`) : null),
    make('p', { class: 'state' }, storm ? `${storm.filter(one => !one.acknowledgedAt).length} 条待确认` : stateOf(item)));
}
