// One device: what it says now, its curve over any range, its alarms, its card, what is around it.

import { ask, icon, make } from '../onemap/dom.js';
import { subscribe } from '/js/live.js';

const pace = 1_000;
const ranges = { '1h': ['1 小时', 3_600_000], '24h': ['24 小时', 86_400_000], '7d': ['7 天', 604_800_000], '30d': ['30 天', 2_592_000_000], '1y': ['1 年', 31_536_000_000] };
const tones = { red: '红', orange: '橙', yellow: '黄', blue: '蓝', none: '已恢复' };
const zone = { timeZone: 'Asia/Shanghai', hour12: false };
const moment = text => new Date(text).toLocaleString('zh-CN', { ...zone, month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }).replaceAll('/', '-');
const write = value => Number(value.toPrecision(6)).toLocaleString('en-US', { maximumFractionDigits: 4 });

export async function open(page) {
  const { id, region } = page.dataset;
  if (!region) return; // no device, or not the caller's
  const part = name => page.querySelector(`[data-part="${name}"]`);
  const at = `/api/v1/devices/${encodeURIComponent(id)}`;
  const asked = new URL(location.href).searchParams;
  const state = { range: ranges[asked.get('range')] ? asked.get('range') : '24h', metric: asked.get('metric'), sheet: null };
  const fault = (place, words) => place.replaceChildren(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), words));

  function keep() {
    const address = new URL(location.href);
    address.searchParams.set('range', state.range);
    if (state.metric) address.searchParams.set('metric', state.metric);
    history.replaceState(history.state, '', address);
  }

  async function look() {
    try {
      state.sheet = await ask(at);
    } catch (failure) {
      return state.sheet ? null : fault(part('values'), failure.message);
    }
    const { device, values } = state.sheet;
    state.metric ??= values[0]?.metric ?? null;
    part('state').replaceChildren(...[make('span', { class: 'mark solid' }, device.stateName), ` ${device.type} · ${device.department} · ${device.place} `, device.illustrative ? make('span', { class: 'mark' }, '示意数据') : null].filter(Boolean));
    const old = device.state !== 'online';
    part('values').replaceChildren(values.length === 0 ? make('p', { class: 'none' }, '这台设备还没有送来读数')
      : make('div', { class: 'now' }, values.map(value => make('button', { type: 'button', class: old ? 'old' : null, 'aria-pressed': String(value.metric === state.metric), onclick: () => { state.metric = value.metric; keep(); look(); draw(); } },
        make('span', {}, make('i', { class: 'swatch', 'data-tone': value.tone }), value.name), make('b', {}, write(value.value), make('small', {}, ` ${value.unit}`)), make('small', {}, moment(value.at)),
        value.doubt ? make('small', { class: 'doubt' }, `存疑 ${value.doubt.qualityName} ${write(value.doubt.value)} · ${moment(value.doubt.at)}`) : null))));
  }

  function card() {
    const { device, warning } = state.sheet;
    const fact = (name, value) => value === null || value === undefined || value === '' ? [] : [make('dt', {}, name), make('dd', {}, value)];
    part('card').replaceChildren(make('header', {}, make('h2', {}, '登记信息'), make('span', { class: 'space' }), make('a', { class: 'cc-button text', href: `/sensing/devices?device=${encodeURIComponent(id)}`, 'data-enhance-nav': 'false' }, '维护')),
      make('dl', { class: 'facts', 'data-verbatim': true },
        fact('编号', device.id), fact('分组', device.group), fact('责任人', device.responsible), fact('电话', device.phone), fact('地址', device.address),
        fact('坐标', `${device.lon.toFixed(5)}, ${device.lat.toFixed(5)}`), fact('国标编码', device.nationalId), fact('供电', device.power), fact('电量', device.battery === null ? null : `${device.battery} %`),
        fact('安装', device.installedOn), fact('高度', device.height === null ? null : `${device.height} 米`), fact('缺少', device.missing.length > 0 ? `${device.missing.length} 项登记信息` : null), fact('提示', warning)));
  }

  async function draw() {
    const place = part('curve');
    const { values } = state.sheet ?? {};
    const metric = values?.find(value => value.metric === state.metric);
    const head = make('header', {}, make('h2', {}, metric ? `${metric.name}曲线` : '曲线'), make('span', { class: 'space' }),
      make('div', { class: 'ranges', role: 'group', 'aria-label': '时间范围' }, Object.entries(ranges).map(([key, [name]]) => make('button', { type: 'button', 'aria-pressed': String(key === state.range), onclick: () => { state.range = key; keep(); draw(); } }, name))));
    if (!metric) return place.replaceChildren(head, make('p', { class: 'none' }, '还没有读数，没有曲线'));
    const to = new Date(), from = new Date(to.getTime() - ranges[state.range][1]);
    let series, quality;
    try {
      [series, quality] = await Promise.all([ask(`${at}/series?metric=${encodeURIComponent(state.metric)}&from=${from.toISOString()}&to=${to.toISOString()}`), ask(`${at}/quality`)]);
    } catch (failure) {
      return fault(place, failure.message);
    }
    const step = series.stepSeconds;
    const label = text => new Date(text).toLocaleString('zh-CN', step >= 86_400 ? { ...zone, month: '2-digit', day: '2-digit' } : { ...zone, ...(state.range === '1h' || state.range === '24h' ? {} : { month: '2-digit', day: '2-digit' }), hour: '2-digit', minute: '2-digit', ...(step < 60 ? { second: '2-digit' } : {}) }).replaceAll('/', '-');
    const spec = {
      kind: 'line', unit: series.unit, zoomed: true, labels: series.points.map(point => label(point.start)),
      series: step > 60 && series.points.length > 0 ? [{ name: '平均', values: series.points.map(point => point.mean) }, { name: '最低', context: true, values: series.points.map(point => point.min) }, { name: '最高', context: true, values: series.points.map(point => point.max) }]
        : [{ name: metric.name, values: series.points.map(point => point.mean) }],
    };
    head.firstElementChild.after(make('small', {}, `${stepName(step)} · ${series.points.reduce((sum, point) => sum + point.count, 0).toLocaleString('en-US')} 条读数`));
    const doubtful = quality.metrics.find(one => one.metric === state.metric);
    if (doubtful && doubtful.steps + doubtful.unchanged > 0) head.children[1].after(make('small', { class: 'doubt', title: '违反该类设备的质量规则；照样保存，不用于当前值和告警' },
      `24 小时存疑 ${[doubtful.steps && `跳变 ${doubtful.steps}`, doubtful.unchanged && `长时不变 ${doubtful.unchanged}`].filter(Boolean).join('、')} 条`));
    place.replaceChildren(head, series.points.length === 0 ? make('p', { class: 'none' }, '这段时间没有读数')
      : make('div', { class: 'chart' }, make('cc-chart', { role: 'img', 'aria-label': `${metric.name}，${ranges[state.range][0]}`, 'data-spec': JSON.stringify(spec) })));
  }

  const stepName = seconds => seconds >= 86_400 ? `每点 ${seconds / 86_400} 天` : seconds >= 3_600 ? `每点 ${seconds / 3_600} 小时` : seconds >= 60 ? `每点 ${seconds / 60} 分钟` : `每点 ${seconds} 秒`;

  async function alarms() {
    const place = part('alarms');
    try {
      const found = await ask(`/api/v1/alarms?device=${encodeURIComponent(id)}&state=all&limit=50`);
      place.replaceChildren(make('header', {}, make('h2', {}, '告警'), make('small', {}, found.next ? '最近 50 条' : `共 ${found.alarms.length} 条`)),
        found.alarms.length === 0 ? make('p', { class: 'none' }, '这台设备没有告警记录') : make('div', { class: 'scroll' }, make('table', { class: 'cc-table', 'data-verbatim': true },
          make('thead', {}, make('tr', {}, ['级别', '规则', '产生', '恢复', '状态'].map(head => make('th', { scope: 'col' }, head)))),
          make('tbody', {}, found.alarms.map(alarm => make('tr', {}, make('td', {}, make('i', { class: 'swatch', 'data-tone': alarm.closedAt ? 'none' : alarm.color }), ` ${tones[alarm.worst]}`),
            make('th', { scope: 'row' }, make('a', { href: `/alarms?state=all&alarm=${alarm.id}&text=${encodeURIComponent(alarm.device)}`, 'data-enhance-nav': 'false' }, alarm.ruleName)), make('td', {}, moment(alarm.raisedAt)),
            make('td', {}, alarm.overAt ? moment(alarm.overAt) : '—'), make('td', {}, alarm.closedAt ? '已关闭' : alarm.acknowledgedAt ? '已确认' : '待确认')))))));
    } catch (failure) {
      fault(place, failure.message);
    }
  }

  async function around() {
    const place = part('around');
    try {
      const { devices, cameras } = await ask(`${at}/around?count=8`);
      const table = (title, found, none) => [make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, title), make('th', { scope: 'col', class: 'num' }, '距离'))),
        make('tbody', {}, found.length === 0 ? make('tr', {}, make('td', { colspan: 2, class: 'quiet' }, none)) : found.map(near => make('tr', {}, make('th', { scope: 'row' }, make('a', { href: `/devices/${encodeURIComponent(near.id)}`, 'data-enhance-nav': 'false' }, near.name), make('small', {}, ` ${near.value ?? near.stateName}`)),
          make('td', { class: 'num' }, near.metres < 1000 ? `${near.metres} 米` : `${(near.metres / 1000).toFixed(1)} 公里`))))];
      place.replaceChildren(make('header', {}, make('h2', {}, '周边'), make('span', { class: 'space' }), cameras.length > 0 ? make('a', { class: 'cc-button text', href: `/video?cells=${cameras.slice(0, 4).map(near => encodeURIComponent(near.id)).join(',')}`, 'data-enhance-nav': 'false' }, '播放最近的摄像机') : null), make('div', { class: 'scroll' }, make('table', { class: 'cc-table', 'data-verbatim': true }, table('可看到这里的摄像机', cameras.slice(0, 4), '附近没有登记的摄像机'), table('最近的设备', devices, '附近没有别的设备'))));
    } catch (failure) {
      fault(place, failure.message);
    }
  }

  await look();
  if (!state.sheet) return;
  card();
  await Promise.all([draw(), alarms(), around()]);
  let due = 0, drawn = Date.now();
  subscribe(`sensing:${region}`, () => {
    due ||= setTimeout(async () => {
      due = 0;
      await look();
      if (Date.now() - drawn > 30_000) { drawn = Date.now(); draw(); }
    }, pace);
  });
  subscribe(`alarms:${region}`, alarms);
}
