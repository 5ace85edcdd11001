// A new layer, or changes of one. What may not be, the server says in its words. What is typed is kept in this tab until it is saved or given up.
import { drop, restore } from '/js/drafts.js';
import { ask, icon, make } from '../onemap/dom.js';
import { createLook } from './look.js';
import { createRegionChoice } from './region.js';
import { createRows } from './rows.js';
import { kinds, levels, types, viewers } from './words.js';

const options = (words, chosen) => Object.entries(words).map(([value, word]) => make('option', { value, selected: value === chosen }, word));
const field = (label, control, wide = false) => make('label', { class: wide ? 'field wide' : 'field' }, make('span', {}, label), control);
const text = (name, value, attributes = {}) => make('input', { class: 'cc-input', name, value: value ?? '', autocomplete: 'off', 'data-draft': name, ...attributes });
const select = (name, words, chosen) => make('select', { class: 'cc-input', name, 'data-draft': name }, options(words, chosen));
const check = (name, word, checked) => make('label', { class: 'flag' }, make('input', { class: 'cc-check', type: 'checkbox', name, checked, 'data-draft': name }), word);

/** Opens the dialog over `page`; `state.done(id)` follows what was saved, `state.closed()` the end of the dialog. */
export function editLayer(page, layer, state) {
  const fault = make('p', { class: 'fault', role: 'alert', hidden: true });
  const fields = dictionary(layer);
  const kind = layer ? null : select('kind', kinds, 'point');
  const theme = select('theme', Object.fromEntries(state.themes.map(one => [one.code, one.title])), layer?.theme);
  const look = createLook(page, layer, { kind: () => layer?.kind ?? kind.value, theme: () => theme.value });
  const form = make('form', { class: 'form', id: 'layer-form', 'data-draft-of': layer ? `layer:${layer.id}` : 'layer', onsubmit: save },
    layer ? null : field('标识（地址中使用，不能再改）', text('id', '', { required: true, autofocus: true, maxlength: 48, placeholder: '小写字母、数字、连字符' })),
    field('名称', text('title', layer?.title, { required: true, autofocus: Boolean(layer), maxlength: 80 })),
    field('主题', theme),
    field('分组（可空）', text('group', layer?.group, { maxlength: 80 })),
    field('来源部门', text('department', layer?.department, { required: true, maxlength: 80 })),
    field('许可（可空）', text('licence', layer?.licence, { maxlength: 80 })),
    layer ? null : field('几何', kind),
    field('敏感级别', select('sensitivity', levels, layer?.sensitivity)),
    field('起始级别（0–22，更远不画）', text('fromZoom', layer?.style.fromZoom ?? 0, { type: 'number', min: 0, max: 22, required: true })),
    field('目录中的次序', text('ordinal', layer?.ordinal ?? 0, { type: 'number', min: 0, required: true })),
    createRegionChoice(layer?.region ?? state.scope, state.scope),
    make('fieldset', { class: 'roles' }, make('legend', {}, '内部与敏感图层的可见角色'),
      Object.entries(viewers).map(([role, word]) => check(`role:${role}`, word, layer?.roles.includes(role)))),
    field('说明（可空）', make('textarea', { class: 'cc-input', name: 'description', rows: 2, maxlength: 1000, 'data-draft': 'description' }, layer?.description ?? ''), true),
    make('div', { class: 'flags' }, check('illustrative', '示意数据', layer?.illustrative), check('extrudes', '面按高度升起（2.5D）', layer?.style.extrudes)),
    look.element,
    make('fieldset', { class: 'dictionary' }, make('legend', {}, '属性字典'), fields.element),
    fault);
  for (const control of [kind, theme]) control?.addEventListener('change', look.draw);
  const go = make('button', { type: 'submit', form: 'layer-form', class: 'cc-button primary' }, layer ? '保存' : '建立');
  const kept = make('p', { class: 'kept', role: 'status', hidden: true }, icon('rotate-ccw'), '已恢复上次没有保存的填写',
    make('button', { type: 'button', class: 'cc-button text', onclick: () => { giveUp(); editLayer(page, layer, state); } }, '放弃这些填写'));
  const name = layer ? `更改 ${layer.title}` : '新建图层';
  const dialog = make('dialog', { class: 'layer-dialog', 'data-modal': true, 'aria-label': name, onclose: () => { dialog.remove(); if (!page.querySelector('.layer-dialog')) state.closed(); } },
    make('h2', { 'data-verbatim': Boolean(layer) }, name), kept, make('div', { class: 'scroll' }, form),
    make('div', { class: 'foot' }, make('button', { type: 'button', class: 'cc-button', onclick: giveUp }, '取消'), go));
  page.append(dialog);
  kept.hidden = restore(form) === 0;

  function giveUp() {
    drop(form);
    dialog.close();
  }

  async function save(submitted) {
    submitted.preventDefault();
    go.disabled = true;
    try {
      const saved = await ask(`/api/v1/layers${layer ? `/${layer.id}` : ''}`, {
        method: layer ? 'PATCH' : 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish(form, fields.value(), look.value(), layer)),
      });
      drop(form);
      dialog.close();
      await state.done(saved.id);
    } catch (refused) {
      fault.hidden = false;
      fault.replaceChildren(icon('circle-x'), refused.lost ? '与服务器失联，没有保存；填写的内容留在这里，恢复后再保存' : refused.message);
      fault.scrollIntoView({ block: 'nearest' });
    } finally {
      go.disabled = false;
    }
  }
}

const uses = { '': '–', class: '类别', severity: '预警', label: '标注', time: '时间', height: '高度' };

// Names of their own: a form gives one list for all controls of a name.
const dictionary = layer => createRows({
  name: 'dictionary', heads: ['属性', '名称', '类型', '单位', '图上用作', '个人信息'], add: '增加一项',
  list: (layer?.fields ?? []).map(one => ({ ...one, use: Object.keys(uses).find(key => key && layer.lead[key] === one.name) ?? '' })),
  line: one => [
    make('input', { class: 'cc-input', name: 'f-name', value: one?.name ?? '', required: true, maxlength: 200, 'aria-label': '属性', autocomplete: 'off' }),
    make('input', { class: 'cc-input', name: 'f-title', value: one?.title ?? '', maxlength: 80, 'aria-label': '名称', autocomplete: 'off' }),
    make('select', { class: 'cc-input', name: 'f-type', 'aria-label': '类型' }, options(types, one?.type)),
    make('input', { class: 'cc-input', name: 'f-unit', value: one?.unit ?? '', maxlength: 20, 'aria-label': '单位', autocomplete: 'off' }),
    make('select', { class: 'cc-input', name: 'f-use', 'aria-label': '图上用作' }, options(uses, one?.use ?? '')),
    make('input', { class: 'cc-check', type: 'checkbox', name: 'f-personal', checked: one?.personal, 'aria-label': '个人信息' }),
  ],
  read: cell => ({
    name: cell('f-name').value, title: cell('f-title').value, type: cell('f-type').value, unit: cell('f-unit').value, use: cell('f-use').value, personal: cell('f-personal').checked,
  }),
});

function wish(form, fields, look, layer) {
  const value = name => form.elements[name].value;
  return {
    ...(layer ? { row: layer.row } : { id: value('id'), kind: value('kind') }),
    title: value('title'), theme: value('theme'), group: value('group'), ordinal: Number(value('ordinal')), department: value('department'), licence: value('licence'),
    description: value('description'), sensitivity: value('sensitivity'), region: value('region'),
    roles: Object.keys(viewers).filter(role => form.elements[`role:${role}`].checked),
    illustrative: form.elements.illustrative.checked,
    style: { ...look, fromZoom: Number(value('fromZoom')), extrudes: form.elements.extrudes.checked },
    fields: fields.map(({ use, ...one }) => ({ ...one, title: one.title || one.name })),
    lead: Object.fromEntries(fields.filter(one => one.use).map(one => [one.use, one.name])),
  };
}
