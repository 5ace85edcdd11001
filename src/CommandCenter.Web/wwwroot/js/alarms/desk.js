// The alarm desk: keyboard first. Which alarms and which one stands in the address; the list follows the live line.

import { ask, icon, make } from '../onemap/dom.js';
import { subscribe } from '/js/live.js';
import { askFor, showCard } from './card.js';
import { grouped, rowOf } from './rows.js';
import { states } from './words.js';

const mostRows = 500; // of one answer
const mostShown = 2_500;
const pace = 500;

export async function open(page) {
  const part = name => page.querySelector(`[data-part="${name}"]`);
  const handles = page.dataset.handles === 'true';
  const asked = new URL(location.href).searchParams;
  const state = { state: asked.get('state') ?? 'open', color: asked.get('color') ?? '', text: asked.get('text') ?? '', chosen: asked.get('alarm'), alarms: [], more: false };
  const picked = new Set();
  const opened = new Set();
  const rows = make('div', { class: 'rows', tabindex: 0, role: 'grid', 'aria-label': '告警' });
  const count = make('small');
  const search = part('search');
  search.value = state.text;

  const visible = () => grouped(state.alarms, state.state === 'closed' ? Infinity : Number(page.dataset.storm))
    .flatMap(item => item.alarms && opened.has(item.key) ? [item, ...item.alarms.map(alarm => ({ ...alarm, inner: true }))] : [item]);
  const keyOf = item => item.alarms ? item.key : item.id;
  const chosen = () => state.alarms.find(alarm => alarm.id === state.chosen);
  const stormOf = key => grouped(state.alarms, Number(page.dataset.storm)).find(item => item.key === key);

  function write() {
    const address = new URL(location.href);
    for (const [name, value] of Object.entries({ state: state.state === 'open' ? '' : state.state, color: state.color, text: state.text, alarm: state.chosen }))
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    history.replaceState(history.state, '', address);
  }

  function draw() {
    const list = visible();
    const top = rows.scrollTop;
    rows.replaceChildren(...(list.length > 0
      ? list.map(item => {
        const row = rowOf(item, { handles, picked, isOpen: opened.has(item.key), inner: item.inner, onpick: pick });
        row.addEventListener('click', () => choose(row.dataset.key));
        return row;
      })
      : [make('p', { class: 'none' }, icon('inbox'), state.state === 'open' || state.state === 'new' ? '当前没有告警' : '没有符合条件的告警', make('small', {}, `${new Date().toLocaleTimeString('zh-CN', { hour12: false, timeZone: 'Asia/Shanghai' })} 查询`))]));
    rows.scrollTop = top;
    count.textContent = state.more ? `前 ${state.alarms.length} 条，请缩小范围` : `共 ${state.alarms.length} 条`;
    point();
  }

  function point() {
    for (const row of rows.querySelectorAll('[aria-current]')) row.removeAttribute('aria-current');
    const row = [...rows.children].find(one => one.dataset.key === state.chosen);
    row?.setAttribute('aria-current', 'true');
    row?.scrollIntoView({ block: 'nearest' });
  }

  const card = () => {
    if (part('card').querySelector('form')) return; // somebody is writing
    const many = picked.size > 0 ? state.alarms.filter(alarm => picked.has(alarm.id)) : stormOf(state.chosen)?.alarms ?? [];
    showCard(part('card'), { alarm: chosen(), picked: many, handles, act });
  };

  function choose(key, opens = true) {
    if (opens && key?.includes(' ')) {
      if (opened.has(key)) opened.delete(key); else opened.add(key);
      state.chosen = key;
      draw();
    } else {
      state.chosen = key;
      point();
    }
    write();
    part('card').querySelector('form')?.remove();
    card();
  }

  function pick(ids, isPicked) {
    for (const id of ids) if (isPicked) picked.add(id); else picked.delete(id);
    draw();
    part('card').querySelector('form')?.remove();
    card();
  }

  /** What a key or a button asks for: for all that are picked, else for the storm or the alarm that is chosen. */
  async function act(step) {
    const ids = picked.size > 0 ? [...picked] : stormOf(state.chosen)?.alarms.map(one => one.id) ?? (state.chosen ? [state.chosen] : []);
    const first = state.alarms.find(alarm => alarm.id === ids[0]);
    if (!handles || !first) return;
    part('list').querySelector('.fault')?.remove();
    const asked = await askFor(part('card'), step, first);
    if (!asked) return rows.focus();
    try {
      const at = visible().findIndex(item => keyOf(item) === state.chosen);
      const result = await ask('/api/v1/alarms/steps', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ids: ids.slice(0, mostRows), step, ...asked.given }) });
      if (result.handled.length > 0) asked.saved();
      picked.clear();
      if (result.refused.length > 0) say(`${result.handled.length} 条已记录，${result.refused.length} 条没有：${result.refused[0].message}`);
      await reload();
      // What is done sinks in the list; the cursor stays where it is, on the next one.
      if (['acknowledged', 'closed', 'shelved'].includes(step)) choose(keyOf(visible()[Math.min(at, visible().length - 1)] ?? {}) ?? null, false);
    } catch (fault) {
      say(fault.message);
      await reload();
    }
    // Not out of a field in which somebody writes meanwhile: its letters would be taken for steps.
    if (!part('card').querySelector('form')) rows.focus();
  }

  function say(words) {
    part('list').querySelector('.fault')?.remove();
    const told = make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), words, make('span', { class: 'space' }), make('button', { type: 'button', class: 'cc-button', onclick: () => told.remove() }, '知道了'));
    rows.before(told);
  }

  function press(event) {
    // Wherever the cursor is, but in a field or on a button.
    if (!page.isConnected || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest?.('input, select, textarea, dialog, form')) return;
    if (event.target.closest?.('button, a') && [' ', 'Enter'].includes(event.key)) return;
    const list = visible();
    const at = list.findIndex(item => keyOf(item) === state.chosen);
    const go = to => { const item = list[Math.max(0, Math.min(list.length - 1, to))]; if (item) choose(keyOf(item), false); };
    const steps = { a: 'acknowledged', z: 'assigned', s: chosen()?.shelvedUntil ? 'unshelved' : 'shelved', n: 'noted', c: 'closed' };
    const keys = {
      ArrowDown: () => go(at + 1), j: () => go(at + 1), ArrowUp: () => go(at - 1), k: () => go(at - 1), Home: () => go(0), End: () => go(list.length - 1),
      PageDown: () => go(at + 10), PageUp: () => go(at - 10), '/': () => search.focus(), Escape: () => pick([...picked], false),
      Enter: () => state.chosen?.includes(' ') ? choose(state.chosen) : part('card').querySelector('h2')?.focus(),
      ' ': () => { const ids = stormOf(state.chosen)?.alarms.map(one => one.id) ?? [state.chosen]; if (handles && state.chosen) pick(ids, !ids.every(id => picked.has(id))); },
    };
    const does = keys[event.key] ?? (steps[event.key] && (() => act(steps[event.key])));
    if (!does) return;
    event.preventDefault();
    does();
  }

  async function reload() {
    const query = new URLSearchParams({ state: state.state, limit: mostRows });
    for (const name of ['color', 'text']) if (state[name]) query.set(name, state[name]);
    try {
      const [alarms, seen] = [[], new Set()];
      let found;
      do {
        found = await ask(`/api/v1/alarms?${query}`);
        alarms.push(...found.alarms.filter(alarm => !seen.has(alarm.id) && seen.add(alarm.id)));
        query.set('after', found.next ?? '');
      } while (found.next && alarms.length < mostShown && state.state !== 'closed');
      [state.alarms, state.more] = [alarms, found.next !== null];
      rows.removeAttribute('data-old');
    } catch (fault) {
      if (state.alarms.length === 0) rows.replaceChildren(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), fault.message, make('button', { type: 'button', class: 'cc-button', onclick: reload }, '重试')));
      return;
    }
    for (const id of [...picked]) if (!state.alarms.some(alarm => alarm.id === id)) picked.delete(id);
    if (state.state !== 'closed') state.alarms.sort((one, other) => rank(other) - rank(one) || other.raisedAt.localeCompare(one.raisedAt));
    draw();
    card();
  }

  const rank = alarm => ['none', 'blue', 'yellow', 'orange', 'red'].indexOf(alarm.color) + (alarm.acknowledgedAt ? 0 : 10);

  function filter(name, value) {
    state[name] = value;
    picked.clear();
    write();
    head();
    return reload();
  }

  const tools = make('header');
  function head() {
    const color = make('select', { class: 'cc-input', 'aria-label': '级别', onchange: event => filter('color', event.target.value) },
      [['', '全部级别'], ['red', '红'], ['orange', '橙'], ['yellow', '黄'], ['blue', '蓝']].map(([value, name]) => make('option', { value, selected: value === state.color }, name)));
    tools.replaceChildren(make('div', { class: 'states', role: 'group', 'aria-label': '状态' },
      Object.entries(states).map(([value, name]) => make('button', { type: 'button', 'aria-pressed': String(value === state.state), onclick: () => filter('state', value) }, name))),
    color, make('span', { class: 'space' }), count);
  }

  head();
  const keys = [['↑↓', '选择'], ['空格', '多选'], ['A', '确认'], ['Z', '指派'], ['S', '搁置'], ['C', '关闭'], ['N', '备注'], ['/', '搜索']];
  part('list').replaceChildren(tools, rows, make('footer', {}, keys.filter(([key]) => handles || ['↑↓', '/'].includes(key)).map(([key, name]) => make('span', {}, make('kbd', {}, key), ` ${name}`))));
  let typing = 0;
  search.addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(() => filter('text', search.value.trim()), 300); });
  search.addEventListener('keydown', event => { if (event.key === 'Enter' || event.key === 'Escape') rows.focus(); });
  document.addEventListener('keydown', press);
  await reload();
  let due = 0, told = 0;
  subscribe(`alarms:${page.dataset.scope}`, () => { // at most twice a second, whatever comes
    if (due) return;
    due = setTimeout(async () => { told = Date.now(); await reload(); due = 0; }, Math.max(0, pace - (Date.now() - told)));
  });
  rows.focus({ preventScroll: true });
}
