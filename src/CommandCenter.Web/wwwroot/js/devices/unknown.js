// Devices that send and that nobody registered.

import { ask, count, icon, make } from '../onemap/dom.js';
import { moment } from './words.js';

const mostShown = 500;

export async function showUnknown(place, { adopt }, fail) {
  const list = make('div', { class: 'scroll' });
  const told = make('small');
  place.replaceChildren(make('header', {}, make('h2', {}, '未登记的设备'), make('span', { class: 'quiet' }, '正在上报，但登记册里没有；登记之前读数不被接收'), make('span', { class: 'space' }), told), list);
  let found;
  try {
    found = await ask('/api/v1/devices/unknown');
  } catch (fault) {
    return fail(list, fault);
  }
  told.textContent = `共 ${count(found.length)} 台`;
  if (found.length === 0) return list.replaceChildren(make('p', { class: 'none' }, icon('circle-check'), '上报的设备都已登记'));
  list.replaceChildren(make('table', { class: 'cc-table' },
    make('thead', {}, make('tr', {}, ['编号', '指标', '令牌'].map(name => make('th', { scope: 'col' }, name)), ['被拒读数', '最早', '最近'].map(name => make('th', { scope: 'col', class: 'num' }, name)), make('th', { scope: 'col' }, ''))),
    make('tbody', { 'data-verbatim': true }, found.slice(0, mostShown).map(device => make('tr', {},
      make('th', { scope: 'row' }, device.device), make('td', { class: 'wrap' }, device.metrics.join('、') || '—'), make('td', {}, device.token), make('td', { class: 'num' }, count(device.count)),
      make('td', { class: 'num' }, moment(device.firstSeen)), make('td', { class: 'num' }, moment(device.lastSeen)),
      make('td', { class: 'num' }, make('button', { type: 'button', class: 'cc-button', onclick: () => adopt(device) }, '登记')))))),
    found.length > mostShown ? make('p', { class: 'quiet' }, `只列出最近的 ${mostShown} 台`) : '');
}
