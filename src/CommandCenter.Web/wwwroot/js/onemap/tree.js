// The tree of layers: ticked is open, the eye hides for a while, the name shows what else can be set.
import { count, icon, make } from '/js/onemap/dom.js';
import { settingsOf } from '/js/onemap/settings.js';
import { opened } from '/js/onemap/view.js';

const foldFrom = 60; // with more layers than this only themes with an open one are unfolded

/** `draw(catalogue)` after the catalogue came, `fail(message, again)` when it did not. */
export function createTree(root, view, act) {
  const part = name => root.querySelector(`[data-part="${name}"]`);
  const [tree, find, total] = [part('tree'), part('find'), part('count')];
  const only = root.querySelector('[data-do="only-open"]');
  let catalogue = null;
  let drawn = ''; // the layers as they stand there
  let chosen = null; // the layer whose settings are shown
  const folded = new Set();

  find.addEventListener('input', filter);
  find.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    find.value = '';
    filter();
  });
  only.addEventListener('click', () => {
    only.setAttribute('aria-pressed', only.getAttribute('aria-pressed') !== 'true');
    filter();
  });
  view.follow((state, names) => { if (names.includes('layers') && catalogue) { refresh(); filter(); } });

  function draw(loaded) {
    const first = !catalogue;
    catalogue = loaded;
    const layers = JSON.stringify(loaded.layers.map(layer => layer.live ? layer.id : layer)); // what is live is told by tell()
    if (drawn === layers) return; // somebody may be writing into the settings of one
    drawn = layers;
    if (first && catalogue.layers.length > foldFrom)
      for (const theme of catalogue.themes) if (!theme.layers.some(layer => view.item(layer.id))) folded.add(theme.code);
    tree.replaceChildren(...catalogue.themes.map(branch));
    if (catalogue.layers.every(layer => layer.own)) tree.append(make('p', { class: 'none' }, '目录里还没有图层。导入后，这里按主题列出。'));
    refresh();
    filter();
  }

  const branch = theme => make('details', { 'data-theme-of': theme.code, open: !folded.has(theme.code), ontoggle: event => folded[event.target.open ? 'delete' : 'add'](theme.code) },
    make('summary', {}, icon('chevron-down'), theme.title),
    make('ul', {}, theme.layers.map(row)));

  function row(layer) {
    const named = `layer-${layer.id}`;
    return make('li', { 'data-layer': layer.id },
      make('div', { class: 'row' },
        make('input', { type: 'checkbox', class: 'cc-check', 'aria-labelledby': named, onchange: event => toggle(layer.id, event.target.checked) }),
        make('button', { type: 'button', class: 'name', id: named, 'aria-expanded': 'false', title: layer.title, 'data-verbatim': !layer.own, onclick: () => choose(layer.id) },
          make('span', {}, layer.title), layer.illustrative && make('small', {}, '示意')),
        make('span', { class: 'rows', 'data-rows': true }, layer.rows === null ? '' : count(layer.rows)),
        make('button', { type: 'button', class: 'eye', 'aria-pressed': 'false', onclick: () => look(layer.id) }, icon('eye'))));
  }

  function toggle(id, on) {
    const { layers } = view.state;
    view.change({ layers: on ? [opened(id), ...layers.filter(item => item.id !== id)] : layers.filter(item => item.id !== id) });
  }

  function look(id) {
    if (view.item(id)) view.turn(id, { hidden: !view.item(id).hidden });
    else toggle(id, true);
  }

  function choose(id) {
    chosen = chosen === id ? null : id;
    refresh();
  }

  function refresh() {
    for (const element of tree.querySelectorAll('[data-layer]')) {
      const layer = catalogue.find(element.dataset.layer);
      const item = view.item(layer.id);
      const seen = Boolean(item) && !item.hidden;
      element.querySelector('.cc-check').checked = Boolean(item);
      element.classList.toggle('chosen', chosen === layer.id);
      element.querySelector('.name').setAttribute('aria-expanded', chosen === layer.id);
      const eye = element.querySelector('.eye');
      eye.setAttribute('aria-pressed', seen);
      eye.setAttribute('aria-label', `${seen ? '隐藏' : '显示'}${layer.title}`);
      eye.replaceChildren(icon(seen ? 'eye' : 'eye-off'));
      // What is being set is not taken away under the hand that sets it.
      const settings = element.querySelector('.settings');
      if (chosen !== layer.id) settings?.remove();
      else if (!settings || settings.dataset.open !== String(Boolean(item))) {
        settings?.remove();
        element.append(settingsOf(layer, view, act));
        element.scrollIntoView({ block: 'nearest' });
      }
    }
    const open = view.state.layers.filter(item => catalogue.find(item.id)).length;
    total.textContent = `${open} / ${catalogue.layers.length} 已开`;
  }

  /** Shows what fits the words typed and the switch; branches without any are not shown. */
  function filter() {
    if (!catalogue) return;
    const words = find.value.trim().toLowerCase();
    const open = only.getAttribute('aria-pressed') === 'true';
    for (const branch of tree.querySelectorAll('details')) {
      let any = false;
      for (const element of branch.querySelectorAll('[data-layer]')) {
        const layer = catalogue.find(element.dataset.layer);
        const fits = (!words || [layer.title, layer.id, layer.department, layer.themeTitle, layer.group].some(text => text?.toLowerCase().includes(words)))
          && (!open || view.item(layer.id));
        element.hidden = !fits;
        any ||= fits;
      }
      branch.hidden = !any;
      if (words || open) branch.open = true;
    }
    let none = tree.querySelector('.unfound');
    const lacks = ![...tree.querySelectorAll('details')].some(branch => !branch.hidden);
    if (lacks && !none) tree.append(none = make('p', { class: 'none unfound' }));
    if (none) {
      none.hidden = !lacks;
      none.textContent = open && !words ? '还没有打开图层' : `没有叫“${find.value.trim()}”的图层`;
    }
  }

  return {
    draw,
    fail(message, again) {
      if (catalogue) return; // what is known stays
      tree.replaceChildren(make('div', { class: 'fault', role: 'alert' }, icon('circle-x'), make('p', {}, message), make('button', { type: 'button', class: 'cc-button', onclick: again }, '重试')));
      total.textContent = '';
    },
    tell(id, rows) {
      const place = tree.querySelector(`[data-layer="${id}"] [data-rows]`);
      if (place) place.textContent = count(rows);
    },
  };
}
