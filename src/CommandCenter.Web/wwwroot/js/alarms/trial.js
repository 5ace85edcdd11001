// What a rule would have done in the last days.

import { ask, icon, make } from '../onemap/dom.js';
import { moment, valueOf } from './words.js';

const tones = { red: '红', orange: '橙', yellow: '黄', blue: '蓝' };

/** Tries the rule and draws what came of it. */
export async function showTrial(place, rule, metrics) {
  const days = make('select', { class: 'cc-input', 'aria-label': '最近' }, [1, 3, 7, 14, 31].map(number => make('option', { value: number, selected: number === 7 }, `最近 ${number} 天`)));
  const result = make('div', { class: 'result' });
  place.replaceChildren(make('section', { class: 'result' }, make('h3', {}, '试算'), make('div', { class: 'line' }, days), result));
  days.addEventListener('change', run);
  place.scrollIntoView({ block: 'start' });
  await run();

  async function run() {
    const to = new Date(), from = new Date(to.getTime() - Number(days.value) * 86_400_000);
    result.replaceChildren(make('p', { class: 'quiet', role: 'status' }, '正在用历史读数试算…'));
    try {
      const found = await ask(`/api/v1/alarm-rules/trial?from=${from.toISOString()}&to=${to.toISOString()}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...rule, id: rule.id || 'trial', name: rule.name || '试算' }) });
      result.replaceChildren(...drawn(found));
    } catch (fault) {
      result.replaceChildren(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), fault.message));
    }
  }

  function drawn(found) {
    const unit = key => metrics.find(metric => metric.key === key)?.unit ?? '';
    return [
      make('p', {}, '会告警 ', make('b', {}, String(found.times)), ' 次 ', make('small', {}, `${found.devices} 台设备、${found.readings.toLocaleString('en-US')} 条读数${found.whole ? '' : `，只算到 ${moment(found.to)}，请缩短时间或范围`}`)),
      found.alarms.length === 0 ? null : make('div', { class: 'scroll' }, make('table', { class: 'cc-table', 'data-verbatim': true },
        make('thead', {}, make('tr', {}, ['级别', '设备', '从', '到', '触发值'].map(name => make('th', { scope: 'col' }, name)))),
        make('tbody', {}, found.alarms.map(alarm => make('tr', {}, make('td', {}, tones[alarm.worst]), make('th', { scope: 'row' }, alarm.deviceName), make('td', {}, moment(alarm.from)),
          make('td', {}, alarm.to ? moment(alarm.to) : '仍在持续'), make('td', { class: 'num' }, valueOf({ value: alarm.value, unit: unit(alarm.metric) }))))))),
    ].filter(Boolean);
  }
}
