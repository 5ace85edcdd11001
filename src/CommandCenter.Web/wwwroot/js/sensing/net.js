// 感知一张网: the devices of a region by type, department and region, their alarms and how much of what should come came.

import { ask, count, icon, make } from '../onemap/dom.js';
import { subscribe } from '/js/live.js';

const pace = 2_000;
const svg = 'http://www.w3.org/2000/svg';
const tones = { red: '红', orange: '橙', yellow: '黄', blue: '蓝' };
const percent = value => value === null ? '—' : value.toFixed(1);

export async function open(page) {
  const part = name => page.querySelector(`[data-part="${name}"]`);
  const region = page.dataset.region;
  if (!region) return;
  const state = { net: null, alarms: {}, minutes: [], perMinute: null };

  ask(`/api/v1/regions/${region}`).then(found => part('path').replaceChildren(...found.path.slice(0, -1).flatMap(step => [make('a', { href: `/sensing?region=${step.code}`, 'data-enhance-nav': 'false' }, step.name), '/'])), () => null);

  async function reload() {
    try {
      const [net, types, departments, regions] = await Promise.all([ask(`/api/v1/sensing/overview?region=${region}`),
        ...['type', 'department', 'region'].map(by => ask(`/api/v1/alarms/groups?region=${region}&by=${by}`))]);
      Object.assign(state, { net, alarms: { types: keyed(types), departments: keyed(departments), regions: keyed(regions) } });
      draw();
    } catch (fault) {
      if (!state.net) part('figures').replaceChildren(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), fault.message, make('button', { type: 'button', class: 'cc-button', onclick: reload }, '重试')));
    }
  }

  const keyed = groups => Object.fromEntries(groups.map(group => [group.key, group]));
  const figure = (name, value, unit, note) => make('p', {}, make('span', {}, name), make('b', {}, value, unit ? make('small', {}, ` ${unit}`) : null), make('small', {}, note));

  function draw() {
    const { whole, hour } = state.net;
    const at = new Date(hour).toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false });
    const open = Object.values(state.alarms.types).reduce((sum, one) => sum + one.holding, 0), waiting = Object.values(state.alarms.types).reduce((sum, one) => sum + one.unacknowledged, 0);
    part('figures').replaceChildren(
      figure('在用设备', count(whole.total), '台', `停用 ${count(whole.disabled)} · 待接入 ${count(whole.waiting)}`),
      figure('在线率', percent(whole.onlineRate), '%', `离线 ${count(whole.total - whole.online - whole.waiting)} 台`),
      figure('每分钟读数', state.perMinute === null ? '—' : count(state.perMinute), '条', '最近一整分钟'),
      figure('数据完整率', percent(whole.dataRate), '%', whole.received === null ? `${at} 起一小时没有读数` : `${at} 起一小时 · 实收 ${count(whole.received)} / 应收 ${whole.expected === null ? '—' : count(whole.expected)}`),
      figure('数据合格率', percent(whole.goodRate), '%', whole.received === null ? `${at} 起一小时没有读数` : `${at} 起一小时 · 存疑 ${count(whole.doubtful)} 条`),
      figure('告警', count(open), '条', `待确认 ${count(waiting)}`));
    part('sheet').replaceChildren(
      section('按类型', `${state.net.types.length} 类`, table(['类型', '在用', '在线率', '', '离线', '完整率', '合格率', '告警'], state.net.types.map(row => line(row, 'types', `/sensing/devices?region=${region}&type=${encodeURIComponent(row.key)}`, true))), true),
      section('按区划', '点击下钻', state.net.regions.length === 0 ? make('p', { class: 'none' }, '没有下一级区划')
        : table(['区划', '在用', '在线率', '', '离线', '告警'], state.net.regions.map(row => line(row, 'regions', `/sensing?region=${row.key}`, false))), true),
      section('按部门', '', table(['部门', '在用', '在线率', '', '告警'], state.net.departments.map(row => line(row, 'departments', `/sensing/devices?region=${region}&department=${encodeURIComponent(row.key)}`, false, true)))),
      section('最近一小时', '每分钟读数', curve));
    chart();
  }

  const section = (title, note, body, tall) => make('section', { class: tall ? 'tall' : null }, make('header', {}, make('h2', {}, title), state.net.illustrative ? make('i', { class: 'mark' }, '示意数据') : null, make('small', {}, note)), make('div', { class: 'scroll' }, body));

  const table = (heads, rows) => rows.length === 0 ? make('p', { class: 'none' }, '这里还没有登记设备')
    : make('table', { class: 'cc-table' }, make('thead', {}, make('tr', {}, heads.map((head, at) => make('th', { scope: 'col', class: at > 0 && head ? 'num' : null }, head)))), make('tbody', {}, rows));

  function line(row, by, href, rated, short) {
    const offline = row.total - row.online - row.waiting;
    return make('tr', {}, make('th', { scope: 'row', 'data-verbatim': true }, make('a', { href, 'data-enhance-nav': 'false' }, row.name)),
      make('td', { class: 'num' }, count(row.total)), make('td', { class: 'num' }, percent(row.onlineRate)), make('td', { class: 'bar' }, bar(row.onlineRate)),
      short ? null : make('td', { class: 'num' }, count(offline)), rated ? [make('td', { class: 'num' }, percent(row.dataRate)), make('td', { class: 'num', title: row.doubtful ? `存疑 ${count(row.doubtful)} 条` : null }, percent(row.goodRate))] : null,
      make('td', { class: 'num' }, alarmOf(state.alarms[by][row.key])));
  }

  function alarmOf(group) {
    const worst = group && Object.keys(tones).find(tone => group[tone] > 0);
    return worst ? [make('i', { class: 'swatch', 'data-tone': worst, title: `${tones[worst]}色 ${group[worst]}` }), count(group.holding)] : '0';
  }

  function bar(value) {
    const track = document.createElementNS(svg, 'svg');
    track.setAttribute('class', value !== null && value < 90 ? 'track low' : 'track');
    track.setAttribute('aria-hidden', 'true');
    for (const width of [100, value ?? 0]) {
      const rect = document.createElementNS(svg, 'rect');
      rect.setAttribute('width', `${width}%`);
      rect.setAttribute('height', '100%');
      track.append(rect);
    }
    return track;
  }

  /** One chart, told new values: it is not drawn from nothing each time. */
  const drawn = make('cc-chart', { role: 'img', 'aria-label': '最近一小时每分钟的读数' });
  const curve = make('div', { class: 'chart' }, make('p', { class: 'none' }, '等待读数'));
  function chart() {
    if (state.minutes.length === 0) return;
    const now = Date.now() - Date.now() % 60_000;
    const labels = state.minutes.map((_, at) => new Date(now - (state.minutes.length - at) * 60_000).toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false }));
    const spec = JSON.stringify({ kind: 'bars', labels, series: [{ name: '读数', values: state.minutes }], unit: '条' });
    if (drawn.dataset.spec !== spec) drawn.dataset.spec = spec;
    if (!drawn.parentElement) curve.replaceChildren(drawn);
  }

  await reload();
  let due = 0;
  const later = () => { due ||= setTimeout(async () => { await reload(); due = 0; }, pace); };
  subscribe(`sensing:${region}`, ({ data }) => {
    const isFirst = state.perMinute === null;
    [state.minutes, state.perMinute] = [data.minutes, data.perMinute];
    if (isFirst && state.net) draw();
    later();
  });
  subscribe(`alarms:${region}`, later);
}
