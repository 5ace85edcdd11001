// A new layer, or changes of one. What may not be, the server says in its words.

import { ask, icon, make } from '../onemap/dom.js';
import { kinds, levels, types, viewers } from './words.js';

const options = (words, chosen) => Object.entries(words).map(([value, word]) => make('option', { value, selected: value === chosen }, word));
const field = (label, control, wide = false) => make('label', { class: wide ? 'field wide' : 'field' }, make('span', {}, label), control);
const text = (name, value, attributes = {}) => make('input', { class: 'cc-input', name, value: value ?? '', autocomplete: 'off', ...attributes });
const select = (name, words, chosen) => make('select', { class: 'cc-input', name }, options(words, chosen));
const check = (name, word, checked) => make('label', { class: 'flag' }, make('input', { class: 'cc-check', type: 'checkbox', name, checked }), word);

/** Opens the dialog over `page`; `state.done(id)` follows what was saved. */
export async function editLayer(page, layer, state) {
  const children = await ask(`/api/v1/regions/${layer?.region ?? state.scope}/children`).catch(() => []);
  const regions = { [layer?.region ?? state.scope]: '整个管辖范围', ...Object.fromEntries(children.map(one => [one.code, one.name])) };
  const fault = make('p', { class: 'fault', role: 'alert', hidden: true });
  const rows = make('tbody', {}, (layer?.fields ?? []).map(one => line(one, layer.lead)));
  const form = make('form', { class: 'form', id: 'layer-form', onsubmit: save },
    layer ? null : field('标识（地址中使用，不能再改）', text('id', '', { required: true, maxlength: 48, placeholder: '小写字母、数字、连字符' })),
    field('名称', text('title', layer?.title, { required: true, maxlength: 80 })),
    field('主题', select('theme', Object.fromEntries(state.themes.map(theme => [theme.code, theme.title])), layer?.theme)),
    field('分组（可空）', text('group', layer?.group, { maxlength: 80 })),
    field('来源部门', text('department', layer?.department, { required: true, maxlength: 80 })),
    field('许可（可空）', text('licence', layer?.licence, { maxlength: 80 })),
    layer ? null : field('几何', select('kind', kinds, 'point')),
    field('所属区划', select('region', regions, layer?.region ?? state.scope)),
    field('敏感级别', select('sensitivity', levels, layer?.sensitivity)),
    make('fieldset', { class: 'roles' }, make('legend', {}, '内部与敏感图层的可见角色'),
      Object.entries(viewers).map(([role, word]) => check(`role:${role}`, word, layer?.roles.includes(role)))),
    field('颜色（数据色板 1–6）', text('colour', layer?.style.colour ?? 1, { type: 'number', min: 1, max: 6, required: true })),
    field('起始级别（0–22，更远不画）', text('fromZoom', layer?.style.fromZoom ?? 0, { type: 'number', min: 0, max: 22, required: true })),
    field('目录中的次序', text('ordinal', layer?.ordinal ?? 0, { type: 'number', min: 0, required: true })),
    field('说明（可空）', make('textarea', { class: 'cc-input', name: 'description', rows: 2, maxlength: 1000 }, layer?.description ?? ''), true),
    make('div', { class: 'flags' }, check('illustrative', '示意数据', layer?.illustrative), check('extrudes', '面按高度升起（2.5D）', layer?.style.extrudes)),
    make('fieldset', { class: 'dictionary' }, make('legend', {}, '属性字典'),
      make('table', { class: 'cc-table' },
        make('thead', {}, make('tr', {}, ['属性', '名称', '类型', '单位', '图上用作', '个人信息', ''].map(name => make('th', { scope: 'col' }, name)))), rows),
      make('button', { type: 'button', class: 'cc-button', onclick: () => rows.append(line(null, {})) }, icon('plus'), '增加一项')),
    fault);
  const go = make('button', { type: 'submit', form: 'layer-form', class: 'cc-button primary' }, layer ? '保存' : '建立');
  const dialog = make('dialog', { class: 'layer-dialog', 'data-modal': true, 'aria-label': layer ? `更改 ${layer.title}` : '新建图层', onclose: () => dialog.remove() },
    make('h2', {}, layer ? `更改 ${layer.title}` : '新建图层'), make('div', { class: 'scroll' }, form),
    make('div', { class: 'foot' }, make('button', { type: 'button', class: 'cc-button', onclick: () => dialog.close() }, '取消'), go));
  page.append(dialog);

  async function save(submitted) {
    submitted.preventDefault();
    go.disabled = true;
    try {
      const kept = await ask(`/api/v1/layers${layer ? `/${layer.id}` : ''}`, {
        method: layer ? 'PATCH' : 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish(form, rows, layer)),
      });
      dialog.close();
      await state.done(kept.id);
    } catch (refused) {
      fault.hidden = false;
      fault.replaceChildren(icon('circle-x'), refused.message);
    } finally {
      go.disabled = false;
    }
  }
}

const uses = { '': '–', class: '类别', severity: '预警', label: '标注', time: '时间', height: '高度' };

function line(one, lead) {
  const use = Object.keys(uses).find(key => key && one && lead[key] === one.name) ?? '';
  const row = make('tr', {},
    make('td', {}, text('name', one?.name, { required: true, maxlength: 200, 'aria-label': '属性' })),
    make('td', {}, text('title', one?.title, { maxlength: 80, 'aria-label': '名称' })),
    make('td', {}, make('select', { class: 'cc-input', name: 'type', 'aria-label': '类型' }, options(types, one?.type))),
    make('td', {}, text('unit', one?.unit, { maxlength: 20, 'aria-label': '单位' })),
    make('td', {}, make('select', { class: 'cc-input', name: 'use', 'aria-label': '图上用作' }, options(uses, use))),
    make('td', {}, make('input', { class: 'cc-check', type: 'checkbox', name: 'personal', checked: one?.personal, 'aria-label': '个人信息' })),
    make('td', {}, make('button', { type: 'button', class: 'cc-button icon text', 'aria-label': '去掉这一项', onclick: () => row.remove() }, icon('x'))));
  return row;
}

function wish(form, rows, layer) {
  const value = name => form.elements[name].value;
  const cells = row => name => row.querySelector(`[name="${name}"]`);
  const fields = [...rows.children].map(cells);
  const lead = {};
  for (const cell of fields) if (cell('use').value) lead[cell('use').value] = cell('name').value;
  return {
    ...(layer ? { row: layer.row } : { id: value('id'), kind: value('kind') }),
    title: value('title'), theme: value('theme'), group: value('group'), ordinal: Number(value('ordinal')), department: value('department'), licence: value('licence'),
    description: value('description'), sensitivity: value('sensitivity'), region: value('region'),
    roles: Object.keys(viewers).filter(role => form.elements[`role:${role}`].checked),
    illustrative: form.elements.illustrative.checked,
    style: { ...layer?.style, colour: Number(value('colour')), fromZoom: Number(value('fromZoom')), extrudes: form.elements.extrudes.checked },
    fields: fields.map(cell => ({ name: cell('name').value, title: cell('title').value || cell('name').value, type: cell('type').value, unit: cell('unit').value, personal: cell('personal').checked })),
    lead,
  };
}
