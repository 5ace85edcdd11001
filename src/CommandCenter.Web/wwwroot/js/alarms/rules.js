// The rules: a list, the chosen one as a form, tried on history before it is switched on.

import { ask, icon, make } from '../onemap/dom.js';
import { createConditions, describe } from './conditions.js';
import { showTrial } from './trial.js';

const field = (name, control, wide) => make('label', { class: wide ? 'field wide' : 'field' }, make('span', {}, name), control);
const input = (name, value, attributes = {}) => make('input', { class: 'cc-input', name, value: value ?? '', autocomplete: 'off', ...attributes });

export async function open(page) {
  const part = name => page.querySelector(`[data-part="${name}"]`);
  const keeps = page.dataset.keeps === 'true';
  const search = part('search');
  const state = { rules: [], metrics: [], chosen: new URL(location.href).searchParams.get('rule') };

  function draw() {
    const words = search.value.trim();
    const found = state.rules.filter(rule => !words || [rule.name, rule.id, rule.type ?? ''].some(text => text.includes(words)));
    part('list').replaceChildren(make('header', {}, make('h2', {}, '规则'), make('span', { class: 'space' }), make('small', {}, `启用 ${state.rules.filter(rule => rule.on).length} / 共 ${state.rules.length}`)),
      found.length > 0 ? make('ul', { 'data-verbatim': true }, found.map(rowOf)) : make('p', { class: 'none' }, icon('inbox'), state.rules.length > 0 ? '没有符合条件的规则' : '还没有规则'));
  }

  const rowOf = rule => make('li', {}, make('button', { type: 'button', 'data-id': rule.id, 'aria-current': rule.id === state.chosen ? 'true' : null, class: rule.on ? null : 'off', onclick: () => choose(rule.id) },
    make('b', {}, rule.name), rule.on ? make('span') : make('span', { class: 'mark' }, '停用'), make('small', {}, describe(rule.condition, state.metrics))));

  function choose(id) {
    state.chosen = id;
    const address = new URL(location.href);
    if (id) address.searchParams.set('rule', id); else address.searchParams.delete('rule');
    history.replaceState(history.state, '', address);
    draw();
    show(state.rules.find(rule => rule.id === id));
  }

  function show(rule, isNew) {
    const place = part('card');
    if (!rule && !isNew) return place.replaceChildren(make('p', { class: 'none' }, icon('sliders-horizontal'), '从左侧选择一条规则'));
    const was = rule ?? { id: '', name: '', region: page.dataset.scope, type: '', forSeconds: 0, restSeconds: 300, escalateMinutes: 10, on: false, advice: '', condition: null };
    const conditions = createConditions(was.condition, state.metrics);
    const told = make('div');
    const fail = words => told.replaceChildren(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), words));
    const on = make('input', { type: 'checkbox', class: 'cc-switch', name: 'on' });
    on.checked = was.on;
    const form = make('form', { onsubmit: event => { event.preventDefault(); save(); } },
      make('div', { class: 'grid' },
        field('名称', input('name', was.name, { maxlength: 60, required: true })), field('编号（小写字母、数字、- _ .）', input('id', was.id, { maxlength: 64, required: true, pattern: '[a-z0-9._\\-]+', readonly: !isNew })),
        field('设备类型（不填为全部）', input('type', was.type, { maxlength: 40 })), field('区划代码', input('region', was.region, { maxlength: 12, inputmode: 'numeric' }))),
      conditions?.element ?? make('p', { class: 'quiet' }, `条件：${describe(was.condition, state.metrics)}。它的结构比这里能画的更深，请用接口更改。`),
      make('div', { class: 'grid' },
        field('持续多少秒才告警', input('forSeconds', was.forSeconds, { type: 'number', min: 0, max: 86400 })), field('恢复多少秒才算结束', input('restSeconds', was.restSeconds, { type: 'number', min: 0, max: 86400 })),
        field('多少分钟无人确认就升级（0 不升级）', input('escalateMinutes', was.escalateMinutes, { type: 'number', min: 0, max: 10080 })),
        field('处置建议', make('textarea', { class: 'cc-input', name: 'advice', rows: 2, maxlength: 500 }, was.advice), true)),
      told);
    const given = () => {
      const value = Object.fromEntries(new FormData(form));
      return {
        id: value.id, name: value.name, region: value.region, type: value.type, advice: value.advice, on: on.checked, row: isNew ? 0 : was.row,
        condition: conditions?.read() ?? was.condition, forSeconds: Number(value.forSeconds), restSeconds: Number(value.restSeconds), escalateMinutes: Number(value.escalateMinutes),
      };
    };
    async function save() {
      if (!form.reportValidity()) return;
      const wish = given();
      try {
        const kept = await send(`/api/v1/alarm-rules/${encodeURIComponent(wish.id)}`, 'PUT', wish);
        await reload(kept.id);
        part('card').querySelector('form > div:last-child').replaceChildren(make('p', { class: 'done', role: 'status' }, icon('check'), '已保存'));
      } catch (fault) {
        fail(fault.message);
      }
    }
    async function remove(event) {
      if (event.target.dataset.sure !== 'true') { event.target.dataset.sure = 'true'; event.target.textContent = '再按一次删除'; return; }
      try {
        await ask(`/api/v1/alarm-rules/${encodeURIComponent(was.id)}`, { method: 'DELETE' });
        await reload(null);
      } catch (fault) {
        fail(fault.message);
      }
    }
    place.replaceChildren(
      make('header', {}, make('h2', { tabindex: -1 }, isNew ? '新建规则' : was.name), make('span', { class: 'space' }), isNew ? null : make('small', { 'data-verbatim': true }, `${was.changedBy} 更改`)),
      form,
      keeps ? make('div', { class: 'acts' }, make('label', { class: 'flag' }, on, '启用'), make('span', { class: 'space' }),
        isNew ? null : make('button', { type: 'button', class: 'cc-button danger', onclick: remove }, '删除'),
        make('button', { type: 'button', class: 'cc-button', onclick: () => showTrial(told, given(), state.metrics) }, icon('rotate-ccw'), '用历史试算'),
        make('button', { type: 'button', class: 'cc-button primary', onclick: save }, '保存')) : make('span'));
    if (!keeps) for (const control of form.querySelectorAll('input, select, textarea, button')) control.disabled = true;
    if (isNew) form.querySelector('input').focus();
  }

  async function reload(id = state.chosen) {
    try {
      [state.rules, state.metrics] = await Promise.all([ask('/api/v1/alarm-rules'), ask('/api/v1/metrics')]);
    } catch (fault) {
      part('list').replaceChildren(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), fault.message, make('button', { type: 'button', class: 'cc-button', onclick: () => reload(id) }, '重试')));
      return;
    }
    choose(state.rules.some(rule => rule.id === id) ? id : state.rules[0]?.id ?? null);
  }

  search.addEventListener('input', draw);
  page.querySelector('[data-do="make"]')?.addEventListener('click', () => { state.chosen = null; draw(); show(null, true); });
  await reload();
}

const send = (address, method, body) => ask(address, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
