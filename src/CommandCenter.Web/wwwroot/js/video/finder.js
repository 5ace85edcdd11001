// The cameras that fit: by words, class, region and state, or the nearest of a point. The list is walked by keyboard.

import { count, ask, icon, make } from '../onemap/dom.js';
import { createRegionChoice } from '/js/layers/region.js';
import { distance, states } from './words.js';

const perPage = 50;
const deepest = 10_000; // cameras, of all pages

/** `reload()`, `move(by)`, `chosen`, `focus()`. `state` { q, class, region, state, at }; `put(id)` is what Enter and the button of a row do; `changed()` follows a filter. */
export function createFinder(place, { scope, state, put, changed }) {
  const rows = make('div', { class: 'rows', role: 'listbox', tabindex: 0, 'aria-label': '视频点位' });
  const told = make('small', { role: 'status' });
  const near = make('p', { class: 'near' });
  const classes = make('select', { class: 'cc-input', 'aria-label': '类别', onchange: ({ target }) => filter('class', target.value) });
  const region = createRegionChoice(state.region || scope, scope);
  region.querySelector('[name="region"]').addEventListener('input', ({ target }) => filter('region', target.value === scope ? '' : target.value));
  const lifecycle = make('select', { class: 'cc-input', 'aria-label': '状态', onchange: ({ target }) => filter('state', target.value) },
    [['', '全部状态'], ...Object.entries(states)].map(([value, name]) => make('option', { value, selected: value === state.state }, name)));
  let cameras = [], total = 0, page = 0, chosen = -1, turn = 0;
  place.replaceChildren(make('header', {}, region, classes, lifecycle), near, make('p', { class: 'sum' }, told), rows);

  function filter(name, value) {
    state[name] = value;
    changed();
    return reload();
  }

  function query(number) {
    const asked = new URLSearchParams({ page: number, limit: perPage });
    for (const name of ['q', 'class', 'region', 'state']) if (state[name]) asked.set(name, state[name]);
    if (state.at) ['lon', 'lat'].forEach((name, index) => asked.set(name, state.at[index]));
    return `/api/v1/video/cameras?${asked}`;
  }

  async function reload() {
    const mine = ++turn;
    try {
      const found = await ask(query(1));
      if (mine !== turn) return;
      [cameras, total, page, chosen] = [found.cameras, found.total, 1, found.cameras.length > 0 ? 0 : -1];
      draw(found.classes);
      rows.scrollTop = 0;
    } catch (fault) {
      if (mine === turn) rows.replaceChildren(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), fault.message, make('button', { type: 'button', class: 'cc-button', onclick: reload }, '重试')));
    }
  }

  async function more() {
    const mine = turn;
    try {
      const found = await ask(query(page + 1));
      if (mine !== turn) return;
      page++;
      cameras.push(...found.cameras);
      draw(found.classes);
    } catch (fault) {
      rows.querySelector('.more')?.replaceWith(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), fault.message));
    }
  }

  function draw(found) {
    const option = ({ name, count: many }) => make('option', { value: name, selected: name === state.class }, `${name}（${count(many)}）`);
    const group = (label, kind) => make('optgroup', { label }, found.filter(one => one.kind === kind).map(option));
    classes.replaceChildren(make('option', { value: '' }, '全部类别'), group('类型', 'type'), group('部门', 'department'),
      ...state.class && !found.some(one => one.name === state.class) ? [option({ name: state.class, count: 0 })] : []);
    near.hidden = !state.at;
    near.replaceChildren(icon('locate-fixed'), make('span', {}, `离 ${state.at?.map(value => value.toFixed(3)).join(', ')} 由近到远`), make('button', { type: 'button', class: 'cc-button icon plain', 'aria-label': '不再按距离', title: '不再按距离', onclick: () => filter('at', null) }, icon('x')));
    told.textContent = `共 ${count(total)} 个点位`;
    rows.replaceChildren(...cameras.map(rowOf), total === 0 ? make('p', { class: 'none' }, icon('inbox'), '没有符合条件的视频点位') : '',
      cameras.length < total && (page + 1) * perPage <= deepest ? make('button', { type: 'button', class: 'cc-button more', onclick: more }, `再显示 ${Math.min(perPage, total - cameras.length)} 个`) : '');
    point();
  }

  function rowOf(camera, index) {
    return make('div', { class: 'row', role: 'option', id: `camera-${index}`, 'data-id': camera.id, 'data-state': camera.state, onclick: () => { chosen = index; point(); }, ondblclick: () => put(camera.id) },
      make('i', { class: 'dot', title: camera.stateName }),
      make('p', {}, make('b', { 'data-verbatim': true }, camera.name), camera.illustrative ? make('span', { class: 'mark dashed' }, '示意数据') : null),
      make('button', { type: 'button', class: 'cc-button icon plain', tabindex: -1, 'aria-label': `播放 ${camera.name}`, title: '放入选中的画面', onclick: () => put(camera.id) }, icon('play')),
      make('small', { 'data-verbatim': true }, [camera.metres === null ? null : distance(camera.metres), camera.place, camera.stateName].filter(Boolean).join(' · ')),
      camera.fault ? make('small', { class: 'lacks', title: camera.faultText }, camera.fault === 'play_url_missing' ? '未登记播放地址' : '播放地址不被允许') : null);
  }

  function point() {
    for (const row of rows.querySelectorAll('[aria-selected]')) row.removeAttribute('aria-selected');
    const row = rows.querySelector(`#camera-${chosen}`);
    row?.setAttribute('aria-selected', 'true');
    row?.scrollIntoView({ block: 'nearest' });
    if (row) rows.setAttribute('aria-activedescendant', row.id); else rows.removeAttribute('aria-activedescendant');
  }

  return {
    reload,
    get chosen() { return cameras[chosen]?.id ?? null; },
    focus: () => rows.focus({ preventScroll: true }),
    move(by) {
      if (cameras.length === 0) return;
      chosen = Math.max(0, Math.min(cameras.length - 1, chosen + by));
      point();
    },
  };
}
