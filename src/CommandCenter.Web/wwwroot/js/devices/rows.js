// A device in the list.

import { make } from '../onemap/dom.js';
import { fields, moment } from './words.js';

/** The circle of a state: filled while it speaks, hollow when silent, dashed before it ever spoke, struck out when out of use. */
export const dot = device => make('span', { class: 'dot', 'data-state': device.state, role: 'img', 'aria-label': device.stateName });

export function rowOf(device, isChosen, choose) {
  const missing = device.missing.map(key => fields[key]);
  return make('button', { type: 'button', class: 'row', role: 'listitem', 'data-id': device.id, 'data-verbatim': true, 'aria-current': isChosen ? 'true' : null, onclick: choose },
    dot(device),
    make('span', { class: 'who' }, make('b', {}, device.name), make('small', {}, device.id)),
    make('span', {}, make('span', {}, device.type), make('small', {}, device.department)),
    make('span', { class: 'place' }, make('span', {}, device.place || '—'), make('small', {}, device.responsible ?? '未登记责任人')),
    make('span', { class: 'when' }, make('span', { class: device.state }, device.stateName), make('small', {}, device.lastSeen ? moment(device.lastSeen) : '从未上报')),
    missing.length > 0 ? make('span', { class: 'mark', title: missing.join('、') }, `缺 ${missing.length} 项`) : make('span', { class: 'quiet' }, '完整'));
}
