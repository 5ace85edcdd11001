// The catalogue: a tree by theme, the chosen layer beside it. Which one is chosen, and whether it is being changed, stands in the address:
// a page that loads itself anew opens the form again, with what was typed.

import { ask, count, icon, make } from '../onemap/dom.js';
import { showCard } from './card.js';
import { editLayer } from './form.js';
import { kinds } from './words.js';

export async function openCatalogue(page) {
  const part = name => page.querySelector(`[data-part="${name}"]`);
  const state = { keeps: page.dataset.keeps === 'true', scope: page.dataset.scope, layers: [], themes: [], chosen: null };
  const search = part('search');

  const isFound = layer => {
    const words = search.value.trim().toLowerCase();
    return !words || [layer.title, layer.department, layer.group, layer.id].some(text => text.toLowerCase().includes(words));
  };

  const row = layer => make('li', {},
    make('button', { type: 'button', 'data-id': layer.id, onclick: () => { choose(layer.id); part('card').querySelector('h2').focus(); } },
      icon({ point: 'map-pin', line: 'waypoints', polygon: 'square' }[layer.kind]),
      make('span', { class: 'name', 'data-verbatim': true }, layer.title, layer.illustrative ? make('i', { class: 'mark' }, '示意') : null),
      make('small', { 'data-verbatim': true }, layer.department),
      make('span', { class: 'rows' }, layer.version === 0 ? '未导入' : count(layer.rows)),
      make('span', { class: 'cc-visually-hidden' }, `${kinds[layer.kind]}图层`)));

  const branch = theme => {
    const layers = state.layers.filter(layer => layer.theme === theme.code && isFound(layer));
    if (layers.length === 0) return null;
    const groups = [...new Set(layers.map(layer => layer.group))];
    return make('details', { open: true }, make('summary', {}, make('b', {}, theme.title), make('small', {}, `${layers.length} 个图层`)),
      groups.flatMap(group => [group ? make('h3', {}, group) : null, make('ul', {}, layers.filter(layer => layer.group === group).map(row))]));
  };

  const draw = () => {
    const branches = state.themes.map(branch).filter(Boolean);
    part('tree').replaceChildren(
      make('header', {}, make('h2', {}, '目录'), make('small', {}, `共 ${state.layers.length} 个图层`)),
      branches.length > 0 ? make('div', { class: 'branches' }, branches)
        : make('p', { class: 'none' }, icon('inbox'), state.layers.length > 0 ? '没有符合条件的图层' : state.keeps ? '还没有图层，请新建一个' : '还没有您可以查看的图层'));
    mark();
  };

  const mark = () => {
    part('tree').querySelector('[aria-current]')?.removeAttribute('aria-current');
    const row = [...part('tree').querySelectorAll('[data-id]')].find(button => button.dataset.id === state.chosen);
    row?.setAttribute('aria-current', 'true');
    row?.scrollIntoView({ block: 'nearest' });
  };

  const write = (name, value) => {
    const address = new URL(location.href);
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
    history.replaceState(history.state, '', address);
  };

  const choose = id => {
    state.chosen = id;
    write('layer', id);
    mark();
    showCard(part('card'), state.layers.find(layer => layer.id === id), { ...state, edit, reload });
  };

  async function reload(id = state.chosen) {
    try {
      [state.themes, state.layers] = await Promise.all([ask('/api/v1/layers/themes'), ask('/api/v1/layers')]);
    } catch (fault) {
      part('tree').replaceChildren(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), fault.message,
        make('button', { type: 'button', class: 'cc-button', onclick: () => reload(id) }, '重试')));
      return;
    }
    draw();
    choose(state.layers.some(layer => layer.id === id) ? id : null);
  }

  const edit = layer => {
    write('edit', layer?.id ?? 'new');
    editLayer(page, layer, { ...state, done: reload, closed: () => write('edit', null) });
  };

  search.addEventListener('input', draw);
  search.addEventListener('keydown', event => { if (event.key === 'Enter' && !event.isComposing) part('tree').querySelector('[data-id]')?.click(); });
  page.querySelector('[data-do="make"]')?.addEventListener('click', () => edit(null));
  const { searchParams: asked } = new URL(location.href);
  await reload(asked.get('layer'));
  const changed = state.layers.find(layer => layer.id === asked.get('edit'));
  if (state.keeps && (changed || asked.get('edit') === 'new' && state.themes.length)) edit(changed ?? null);
}
