// The page: what is looked for and which view and device are shown stand in the address.

import { ask, count, icon, make } from '../onemap/dom.js';
import { createRegionChoice } from '../layers/region.js';
import { showCard } from './card.js';
import { showCertificate } from './certificate.js';
import { editDevice } from './form.js';
import { openImport } from './import.js';
import { showLetters } from './letters.js';
import { rowOf } from './rows.js';
import { showUnknown } from './unknown.js';
import { fields, states } from './words.js';

const filters = ['region', 'type', 'department', 'state', 'missing', 'text'];
const perPage = 100, mostShown = 2_000;

export async function open(page) {
  const part = name => page.querySelector(`[data-part="${name}"]`);
  const keeps = page.dataset.keeps === 'true', scope = page.dataset.scope;
  const search = part('search');
  const address = new URL(location.href);
  const state = { view: 'list', chosen: null, devices: [], total: 0, next: null, types: [], metrics: [], kinds: [] };
  for (const name of [...filters, 'view']) state[name] = address.searchParams.get(name) ?? (name === 'view' ? 'list' : '');
  state.chosen = address.searchParams.get('device');
  search.value = state.text;
  let turn = 0;

  function write() {
    const url = new URL(location.href);
    for (const name of filters) if (state[name]) url.searchParams.set(name, state[name]); else url.searchParams.delete(name);
    if (state.view === 'list') url.searchParams.delete('view'); else url.searchParams.set('view', state.view);
    if (state.chosen) url.searchParams.set('device', state.chosen); else url.searchParams.delete('device');
    history.replaceState(history.state, '', url);
  }

  const query = more => new URLSearchParams([...filters.filter(name => state[name]).map(name => [name, state[name]]), ...Object.entries(more)]);
  const options = (all, pairs, chosen) => [['', all], ...pairs].map(([value, name]) => make('option', { value, selected: value === chosen }, name));
  const select = (label, name, all, pairs) => make('select', { class: 'cc-input', 'aria-label': label, onchange: ({ target }) => filter(name, target.value) }, options(all, pairs, state[name]));
  const fail = (place, fault) => place.replaceChildren(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), fault.message, make('button', { type: 'button', class: 'cc-button', onclick: reload }, '重试')));

  const rows = make('div', { class: 'rows', role: 'list', 'aria-label': '设备' });
  const told = make('small');

  function head(isList = true) {
    const region = createRegionChoice(state.region || scope, scope);
    region.querySelector('[name="region"]').addEventListener('input', ({ target }) => filter('region', target.value === scope ? '' : target.value));
    const kinds = [...new Set(state.kinds.map(row => row.type))], departments = [...new Set(state.kinds.map(row => row.department))];
    return make('header', { class: 'filters' }, region,
      select('设备类型', 'type', '全部类型', kinds.map(name => [name, name])), select('部门', 'department', '全部部门', departments.map(name => [name, name])),
      isList && select('状态', 'state', '全部状态', Object.entries(states)), isList && select('完整性', 'missing', '不论是否完整', [['any', '缺少必填项'], ...Object.entries(fields).map(([key, name]) => [key, `缺${name}`])]),
      make('span', { class: 'space' }), isList && told);
  }

  function filter(name, value) {
    state[name] = value;
    write();
    return reload();
  }

  async function list() {
    const mine = ++turn;
    try {
      const found = await ask(`/api/v1/devices?${query({ limit: perPage })}`);
      if (mine !== turn) return;
      [state.devices, state.total, state.next] = [found.devices, found.total, found.next];
      draw();
    } catch (fault) {
      if (mine === turn) fail(rows, fault);
    }
  }

  async function more() {
    const mine = turn;
    try {
      const found = await ask(`/api/v1/devices?${query({ limit: perPage, after: state.next })}`);
      if (mine !== turn) return;
      state.devices.push(...found.devices);
      state.next = found.next;
      draw();
    } catch (fault) {
      rows.querySelector('.more')?.replaceWith(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), fault.message));
    }
  }

  function draw() {
    told.textContent = `共 ${count(state.total)} 台`;
    const rest = state.total - state.devices.length;
    rows.replaceChildren(...state.devices.map(device => rowOf(device, device.id === state.chosen, () => choose(device.id))),
      state.devices.length === 0 ? make('p', { class: 'none' }, icon('inbox'), '没有符合条件的设备') : '',
      state.next === null ? '' : state.devices.length < mostShown
        ? make('button', { type: 'button', class: 'cc-button more', onclick: more }, `再显示 ${Math.min(perPage, rest)} 台（还有 ${count(rest)} 台）`)
        : make('p', { class: 'quiet' }, `只列出前 ${count(mostShown)} 台，请再缩小范围`));
  }

  async function choose(id) {
    state.chosen = id;
    write();
    for (const row of rows.children) if (row.dataset.id === id) row.setAttribute('aria-current', 'true'); else row.removeAttribute('aria-current');
    const place = part('card');
    if (!id) return place.replaceChildren(make('p', { class: 'none' }, icon('radio-tower'), '从列表中选择一台设备，查看它的状态、读数和登记内容'));
    try {
      const sheet = await ask(`/api/v1/devices/${encodeURIComponent(id)}`);
      if (state.chosen === id) showCard(place, sheet, { keeps, edit: () => editDevice(page, sheet.device, work), done: changed });
    } catch (fault) {
      if (state.chosen === id) place.replaceChildren(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), fault.message));
    }
  }

  /** What follows when a device was saved: its row and its card show it. */
  async function changed(id) {
    await list();
    await choose(id);
  }

  const work = { get types() { return state.types; }, get kinds() { return state.kinds; }, scope, done: async id => { state.view = 'list'; await show(); await choose(id); } };

  async function show() {
    write();
    for (const button of page.querySelectorAll('button[data-view]')) button.setAttribute('aria-pressed', String(button.dataset.view === state.view));
    page.querySelector('.sheet').dataset.view = state.view;
    if (state.view === 'certificate') return showCertificate(part('list'), head(false), state, found => { Object.assign(state, found, { view: 'list' }); return show(); }, fail);
    if (state.view === 'letters') return showLetters(part('list'), fail);
    if (state.view === 'unknown') return showUnknown(part('list'), { adopt: device => editDevice(page, null, work, device) }, fail);
    part('list').replaceChildren(head(), rows);
    await list();
  }

  async function reload() {
    return state.view === 'list' ? list() : show();
  }

  for (const button of page.querySelectorAll('button[data-view]')) button.addEventListener('click', () => { state.view = button.dataset.view; show(); });
  page.querySelector('[data-do="import"]')?.addEventListener('click', () => openImport(page, () => reload()));
  let typing = 0;
  search.addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(() => { state.view = 'list'; state.text = search.value.trim(); show(); }, 300); });
  [state.types, { rows: state.kinds }] = await Promise.all([ask('/api/v1/device-types').catch(() => []), ask('/api/v1/devices/completeness').catch(() => ({ rows: [] }))]);
  await Promise.all([show(), choose(state.chosen)]);
}
