// One layer: what it is, its attribute dictionary, and for who keeps it the ways to change it.

import { ask, count, icon, make } from '../onemap/dom.js';
import { showImport } from './import.js';
import { kinds, levels, types, viewers } from './words.js';

const instant = text => new Date(text).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
const fact = (name, value) => value === null || value === '' ? null : make('div', {}, make('dt', {}, name), make('dd', {}, value));
const leads = { class: '类别', severity: '预警', label: '标注', time: '时间', height: '高度' };

/** Draws `layer` into `place`; without one it says what to do. */
export function showCard(place, layer, state) {
  if (!layer) {
    place.replaceChildren(make('p', { class: 'none' }, icon('layers'), '从左侧选择一个图层，查看它的来源、属性和导入的数据'));
    return;
  }
  const below = make('div', { class: 'below' });
  place.replaceChildren(head(layer, state, below), make('div', { class: 'body' }, facts(layer), dictionary(layer), below));
}

function head(layer, state, below) {
  const may = state.keeps;
  return make('header', {},
    make('h2', { 'data-verbatim': true, tabindex: -1 }, layer.title),
    layer.illustrative ? make('span', { class: 'mark' }, '示意数据') : null,
    layer.sensitivity === 'public' ? null : make('span', { class: 'mark solid' }, levels[layer.sensitivity]),
    make('span', { class: 'space' }),
    layer.version > 0 ? make('a', { class: 'cc-button', href: `/map?on=${encodeURIComponent(layer.id)}`, 'data-enhance-nav': 'false' }, icon('map'), '在图上看') : null,
    may ? make('button', { type: 'button', class: 'cc-button', onclick: () => state.edit(layer) }, icon('pencil'), '更改') : null,
    may ? make('button', { type: 'button', class: 'cc-button', onclick: () => askRemoval(below, layer, state) }, icon('trash'), '移除') : null,
    may ? make('button', { type: 'button', class: 'cc-button primary', onclick: () => showImport(below, layer, state) }, icon('upload'), '导入数据') : null);
}

function facts(layer) {
  const region = make('span', {}, layer.region);
  ask(`/api/v1/regions/${layer.region}`).then(found => { region.textContent = found.name; }, () => null);
  return make('dl', { class: 'facts', 'data-verbatim': true },
    fact('标识', make('code', {}, layer.id)),
    fact('主题', [layer.themeTitle, layer.group].filter(Boolean).join(' / ')),
    fact('来源部门', layer.department),
    fact('几何', kinds[layer.kind]),
    fact('要素', layer.version === 0 ? '还没有导入' : `${count(layer.rows)} 个（第 ${layer.version} 版）`),
    fact('更新', instant(layer.updatedAt)),
    fact('来源坐标系', layer.crs ? `${layer.crs}${layer.accuracy === null ? '' : ` · 精度 ±${layer.accuracy} 米`}` : ''),
    fact('所属区划', region),
    fact('敏感级别', levels[layer.sensitivity]),
    fact('可见角色', layer.sensitivity === 'public' ? '全部' : layer.roles.map(role => viewers[role] ?? role).join('、')),
    fact('许可', layer.licence),
    fact('说明', layer.description));
}

function dictionary(layer) {
  const lead = name => Object.entries(leads).filter(([key]) => layer.lead[key] === name).map(([, word]) => word).join('、');
  if (layer.fields.length === 0) return make('p', { class: 'quiet' }, '还没有属性字典：更改图层可以逐项填写。');
  return make('table', { class: 'cc-table', 'data-verbatim': true },
    make('caption', {}, '属性字典'),
    make('thead', {}, make('tr', {}, ['属性', '名称', '类型', '单位', '图上用作', '个人信息'].map(name => make('th', { scope: 'col' }, name)))),
    make('tbody', {}, layer.fields.map(field => make('tr', {},
      make('th', { scope: 'row' }, field.name), make('td', {}, field.title), make('td', {}, types[field.type]), make('td', {}, field.unit || '–'),
      make('td', {}, lead(field.name) || '–'), make('td', {}, field.personal ? '遮蔽显示' : '–')))));
}

/** High consequence: the title is typed before the button works. */
function askRemoval(below, layer, state) {
  const typed = make('input', { class: 'cc-input', autocomplete: 'off', 'aria-label': `输入“${layer.title}”以确认` });
  const go = make('button', { type: 'button', class: 'cc-button danger', disabled: true, onclick: remove }, '移除图层');
  const fault = make('p', { class: 'fault', role: 'alert', hidden: true });
  typed.addEventListener('input', () => { go.disabled = typed.value !== layer.title; });
  async function remove() {
    go.disabled = true;
    try {
      await ask(`/api/v1/layers/${layer.id}`, { method: 'DELETE' });
      await state.reload(null);
    } catch (refused) {
      fault.hidden = false;
      fault.replaceChildren(icon('circle-x'), refused.message);
    }
  }
  below.replaceChildren(make('section', { class: 'work' },
    make('h3', {}, '移除这个图层？'),
    make('p', {}, '图层和它的全部数据都会移除，不可撤销。操作记入审计。'),
    make('div', { class: 'line' }, make('span', {}, `输入“${layer.title}”以确认`), typed,
      make('button', { type: 'button', class: 'cc-button', onclick: () => below.replaceChildren() }, '取消'), go),
    fault));
  typed.focus();
}
