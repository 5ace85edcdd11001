// How a layer is drawn: colour of the data palette and symbol, for the layer and for each class, with the legend as it will be.
import { readInk } from '/js/map/ink.js';
import { symbolOf } from '/js/onemap/catalogue.js';
import { make } from '/js/onemap/dom.js';
import { loadSymbols } from '/js/onemap/symbols.js';
import { createRows } from './rows.js';

const colours = { 1: '青', 2: '紫', 3: '墨', 4: '玫', 5: '橄榄', 6: '灰' };
const icons = {
  '': '圆点', building: '楼宇', house: '房屋', landmark: '机关', school: '学校', hospital: '医院', stethoscope: '诊所', store: '商店', factory: '工厂', warehouse: '仓库',
  cctv: '视频', 'radio-tower': '基站', droplets: '水', fuel: '加油站', zap: '电', flame: '火', siren: '警情', shield: '安全', 'hard-hat': '工地', truck: '车辆',
  bus: '公交', users: '队伍', trees: '绿地', mountain: '山体', dam: '水库', tent: '避难场所', package: '物资', recycle: '环卫', flag: '阵地', briefcase: '招商',
};

/** The part of the form; `kind()` and `theme()` tell what the rest of the form says. `value()` is `{ colour, icon, classes }`. */
export function createLook(page, layer, { kind, theme }) {
  const style = layer?.style ?? { colour: 1, icon: '', classes: [] };
  const known = { ...icons, ...Object.fromEntries([style, ...style.classes ?? []].map(one => one.icon).filter(name => name && !(name in icons)).map(name => [name, name])) };
  const select = (name, words, chosen, label, draft) => make('select', { class: 'cc-input', name, 'aria-label': label, 'data-draft': draft },
    Object.entries(words).map(([value, word]) => make('option', { value, selected: value === String(chosen ?? '') }, word)));
  const colour = select('colour', colours, style.colour, '图层颜色', 'colour');
  const symbol = select('icon', known, style.icon, '图层符号', 'icon');
  const legend = make('ul', { 'aria-label': '图例预览', 'data-verbatim': true });
  let symbols = null;

  const classes = createRows({
    name: 'classes', heads: ['类别的值', '颜色', '符号'], add: '增加一类', list: style.classes ?? [], onchange: () => draw(),
    line: one => [
      make('input', { class: 'cc-input', name: 'c-class', value: one?.class ?? '', required: true, maxlength: 200, 'aria-label': '类别的值', autocomplete: 'off' }),
      select('c-colour', colours, one?.colour ?? 1, '类别颜色'), select('c-icon', { ...known, '': '同图层' }, one?.icon, '类别符号'),
    ],
    read: cell => ({ class: cell('c-class').value, colour: Number(cell('c-colour').value), icon: cell('c-icon').value }),
  });
  const value = () => ({ colour: Number(colour.value), icon: symbol.value, classes: classes.value() });

  function draw() {
    if (!symbols) return;
    const drawn = { kind: kind(), theme: theme(), style: value() };
    const isPoint = drawn.kind === 'point';
    for (const control of [symbol, ...element.querySelectorAll('[name="c-icon"]')]) control.disabled = !isPoint;
    const line = (name, text) => make('li', {}, symbols.picture(name), make('span', {}, text));
    legend.replaceChildren(...drawn.style.classes.filter(one => one.class).map(one => line(symbolOf(drawn, one.class), one.class)),
      line(symbolOf(drawn), drawn.style.classes.length ? '其他' : '全部要素'));
  }

  const element = make('fieldset', { class: 'look' }, make('legend', {}, '样式'),
    make('div', { class: 'plain' }, make('label', { class: 'field' }, make('span', {}, '颜色'), colour), make('label', { class: 'field' }, make('span', {}, '符号（点图层）'), symbol)),
    classes.element, make('div', { class: 'preview' }, make('h3', {}, '图例预览'), legend));
  for (const control of [colour, symbol]) control.addEventListener('change', draw);
  loadSymbols(null, readInk(page)).then(loaded => { symbols = loaded; draw(); });
  return { element, value, draw };
}
