// What has to hold for an alarm, as fields: one condition after the other, all of them or any.

import { icon, make } from '../onemap/dom.js';

const tones = { blue: '蓝', yellow: '黄', orange: '橙', red: '红' };
const kinds = { threshold: '数值越限', rate: '变化过快', missing: '数据中断', around: '周边越限', fence: '越出围栏' };
const places = { town: '同一镇街', county: '同一县区', city: '全市' };

const field = (name, control, wide) => make('label', { class: wide ? 'field wide' : 'field' }, make('span', {}, name), control);
const select = (name, pairs, value) => make('select', { class: 'cc-input', name }, Object.entries(pairs).map(([key, word]) => make('option', { value: key, selected: key === value }, word)));
const number = (name, value, attributes = {}) => make('input', { class: 'cc-input', name, type: 'number', step: 'any', value: value ?? '', ...attributes });

/** Fields of a condition; `read()` gives it back. Null for one that is nested deeper than the fields can show. */
export function createConditions(condition, metrics) {
  const isGroup = ['all', 'any'].includes(condition?.kind);
  const parts = isGroup ? condition.of : [condition ?? { kind: 'threshold', levels: [] }];
  if (parts.some(part => ['all', 'any'].includes(part.kind))) return null;
  const how = select('how', { all: '全部满足才告警，级别按第一个条件', any: '满足任何一个就告警，级别按最重的' }, condition?.kind ?? 'all');
  const list = make('div', { class: 'result' });
  const rows = [];

  const names = Object.fromEntries(metrics.map(metric => [metric.key, `${metric.name}（${metric.unit || '无单位'}）`]));
  const metricField = (part, word) => field(word, metrics.length > 0 ? select('metric', names, part.metric) : make('input', { class: 'cc-input', name: 'metric', value: part.metric ?? '' }));
  const levels = part => make('div', { class: 'levels' }, Object.entries(tones).map(([tone, word]) =>
    make('label', { class: 'field level' }, make('span', {}, make('i', { class: 'swatch', 'data-tone': tone }), word), number(`level-${tone}`, part.levels?.find(level => level.color === tone)?.limit))));
  const color = part => field('级别', select('color', tones, part.color ?? 'blue'));
  const fields = {
    threshold: part => [metricField(part, '指标'), field('方向', select('isBelow', { false: '高于或等于限值', true: '低于或等于限值' }, String(part.isBelow ?? false))), field('回差（回落多少才算恢复）', number('hysteresis', part.hysteresis ?? 0, { min: 0 })), levels(part)],
    rate: part => [metricField(part, '指标'), field('方向', select('isFall', { false: '上升', true: '下降' }, String(part.isFall ?? false))), field('多少分钟之内', number('minutes', part.minutes ?? 60, { min: 1, max: 1440, step: 1 })), levels(part)],
    missing: part => [color(part), field('多少分钟没有数据', number('minutes', part.minutes ?? 30, { min: 1, max: 10080, step: 1 })), field('指标', select('metric', { '': '任何数据', ...names }, part.metric ?? ''))],
    around: part => [metricField(part, '周边设备的指标'), field('范围', select('level', places, part.level ?? 'town')), field('多少分钟之内的读数', number('minutes', part.minutes ?? 60, { min: 1, max: 1440, step: 1 })), levels(part)],
    fence: part => [color(part), field('方向', select('isInside', { false: '离开围栏', true: '进入围栏' }, String(part.isInside ?? false))),
      field('围栏角点（经度,纬度，一行一个）', make('textarea', { class: 'cc-input', name: 'ring', rows: 4 }, (part.ring ?? []).map(corner => `${corner.lon},${corner.lat}`).join('\n')), true)],
  };

  function add(part) {
    const kind = select('kind', kinds, part.kind);
    const body = make('div', { class: 'grid' });
    const draw = from => { body.replaceChildren(...fields[kind.value](from)); for (const wide of body.querySelectorAll('.levels')) wide.classList.add('wide'); };
    const row = make('section', { class: 'part' }, make('div', { class: 'line' }, kind, make('span', { class: 'space' }),
      make('button', { type: 'button', class: 'cc-button text', onclick: () => { rows.splice(rows.indexOf(entry), 1); row.remove(); show(); } }, icon('x'), '去掉')), body);
    const entry = { row, read: () => read(row, kind.value) };
    kind.addEventListener('change', () => draw({ kind: kind.value, metric: row.querySelector('[name=metric]')?.value }));
    draw(part);
    rows.push(entry);
    list.append(row);
    show();
  }

  const many = make('div', { class: 'line' }, how);
  const show = () => { many.hidden = rows.length < 2; };
  const element = make('section', { class: 'result' }, make('h3', {}, '条件'), many, list,
    make('div', { class: 'line' }, make('button', { type: 'button', class: 'cc-button', onclick: () => add({ kind: 'around', levels: [] }) }, icon('plus'), '再加一个条件')));
  for (const part of parts) add(part);
  return { element, read: () => { const found = rows.map(row => row.read()); return found.length === 1 ? found[0] : { kind: how.value, of: found }; } };
}

function read(row, kind) {
  const value = name => row.querySelector(`[name="${name}"]`)?.value ?? '';
  const whole = { kind };
  if (value('metric')) whole.metric = value('metric');
  if (row.querySelector('.levels'))
    whole.levels = Object.keys(tones).filter(tone => value(`level-${tone}`) !== '').map(tone => ({ color: tone, limit: Number(value(`level-${tone}`)) }));
  for (const name of ['minutes', 'hysteresis']) if (row.querySelector(`[name=${name}]`)) whole[name] = Number(value(name));
  for (const name of ['isBelow', 'isFall', 'isInside']) if (row.querySelector(`[name=${name}]`)) whole[name] = value(name) === 'true';
  for (const name of ['color', 'level']) if (row.querySelector(`[name=${name}]`)) whole[name] = value(name);
  if (kind === 'fence') whole.ring = value('ring').split('\n').map(line => line.trim()).filter(Boolean).map(line => { const [lon, lat] = line.split(/[,，\s]+/).map(Number); return { lon, lat }; });
  return whole;
}

/** A condition in a sentence. */
export function describe(condition, metrics) {
  const name = key => metrics.find(metric => metric.key === key)?.name ?? key;
  const unit = key => metrics.find(metric => metric.key === key)?.unit ?? '';
  const limits = part => part.levels.map(level => `${tones[level.color]} ${level.limit}${unit(part.metric)}`).join('、');
  switch (condition.kind) {
    case 'threshold': return `${name(condition.metric)}${condition.isBelow ? '不高于' : '不低于'} ${limits(condition)}`;
    case 'rate': return `${name(condition.metric)} ${condition.minutes} 分钟内${condition.isFall ? '下降' : '上升'} ${limits(condition)}`;
    case 'missing': return `${condition.metric ? name(condition.metric) : '任何数据'}中断 ${condition.minutes} 分钟`;
    case 'around': return `${places[condition.level]}${name(condition.metric)}${condition.isBelow ? '不高于' : '不低于'} ${limits(condition)}`;
    case 'fence': return condition.isInside ? '进入围栏' : '离开围栏';
    default: return condition.of.map(part => describe(part, metrics)).join(condition.kind === 'all' ? '，并且' : '，或者');
  }
}
