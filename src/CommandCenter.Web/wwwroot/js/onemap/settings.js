// What can be set on a layer: strength, place in the order, what is written beside its objects, which of them are shown; where it comes from.
import { icon, make } from '/js/onemap/dom.js';

/** The settings of a layer as an element. `act.fit(layer)` shows its whole extent. */
export function settingsOf(layer, view, act) {
  const item = view.item(layer.id);
  return make('div', { class: 'settings', 'data-open': Boolean(item) },
    item && strength(layer, item, view),
    item && place(layer, view, act),
    item && !layer.own && writing(layer, item, view),
    item && !layer.own && choice(layer, item, view, act),
    !layer.own && source(layer));
}

const strength = (layer, item, view) => make('label', { class: 'set' }, make('span', {}, '不透明度'),
  make('input', { type: 'range', min: 10, max: 100, step: 10, value: item.opacity, 'aria-label': `${layer.title}不透明度`, oninput: event => view.turn(layer.id, { opacity: Number(event.target.value) }) }));

function place(layer, view, act) {
  const move = by => {
    const layers = [...view.state.layers];
    const from = layers.findIndex(item => item.id === layer.id);
    const to = Math.max(0, Math.min(layers.length - 1, from + by));
    layers.splice(to, 0, ...layers.splice(from, 1));
    view.change({ layers });
  };
  return make('div', { class: 'set' }, make('span', {}, '次序'),
    button('arrow-up', `${layer.title}上移一层`, () => move(-1)),
    button('arrow-down', `${layer.title}下移一层`, () => move(1)),
    layer.bounds && button('scan-search', `缩放到${layer.title}`, () => act.fit(layer)));
}

const button = (name, label, onclick) => make('button', { type: 'button', class: 'cc-button icon', 'aria-label': label, title: label, onclick }, icon(name));

function writing(layer, item, view) {
  const options = [[null, '自动'], ['', '不标注'], layer.lead.label && ['label', '名称'], layer.lead.class && ['class', '类别']].filter(Boolean);
  return make('label', { class: 'set' }, make('span', {}, '标注'),
    make('select', { class: 'cc-input', 'aria-label': `${layer.title}标注`, onchange: event => view.turn(layer.id, { label: options[event.target.selectedIndex][0] }) },
      options.map(([value, text]) => make('option', { selected: item.label === value }, text))));
}

function choice(layer, item, view, act) {
  const fields = layer.fields.filter(field => !field.personal);
  if (!fields.length) return null;
  const field = make('select', { class: 'cc-input', 'aria-label': `${layer.title}筛选属性`, 'data-verbatim': true },
    fields.map(one => make('option', { value: one.name, selected: item.where?.field === one.name }, one.title || one.name)));
  const value = make('input', { class: 'cc-input', type: 'search', placeholder: '等于…', 'aria-label': `${layer.title}筛选值`, maxlength: 200, value: item.where?.value ?? '' });
  const apply = () => view.turn(layer.id, { where: value.value.trim() ? { field: field.value, value: value.value.trim() } : null });
  field.addEventListener('change', apply);
  value.addEventListener('change', apply);
  return make('div', { class: 'set choice' }, make('span', {}, '筛选'), field, value, make('p', { class: 'note', 'data-told': layer.id }, act.told(layer.id)));
}

const source = layer => make('p', { class: 'note', 'data-verbatim': true },
  [layer.department, layer.licence, layer.crs && `原坐标系 ${layer.crs}`, `${layer.updatedAt.slice(0, 10)} 更新`, layer.illustrative && '示意数据'].filter(Boolean).join(' · '), ' ',
  layer.version > 0 && ['csv', 'geojson'].map(format => make('a', { href: `/ogc/collections/${layer.id}/export?format=${format}`, download: true }, `导出 ${format === 'csv' ? '表格' : '图形'} `)));
