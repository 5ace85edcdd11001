// Figures in the markup follow the live data; what is old turns grey and says of when it is. Markup needs no script of its own:
//   <div data-live="sensing:440700000000" data-as-of="1795311000000"> <b data-figure="online" data-format="int"></b> <span data-age></span> </div>
import { lostFor } from '/js/link.js';
import { age, isRefused, subscribe } from '/js/live.js';

const staleAfter = 15_000; // a healthy panel moves its as-of every 5 s
const panels = new Map(); // element → { key, last, leave }

const number = digits => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const whole = number(0), oneDigit = number(1), plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

const formats = {
  int: value => whole.format(value),
  fixed1: value => oneDigit.format(value),
  percent: value => oneDigit.format(value * 100),
  time: value => clock.format(new Date(value)),
  age: value => agoText(age(new Date(value).getTime())),
};

/** As FigureText.Age. */
function agoText(ms) {
  const units = [[86_400, '天'], [3_600, '小时'], [60, '分钟'], [1, '秒']];
  const unit = units.find(([seconds]) => ms >= seconds * 1000);
  return unit ? `${Math.floor(ms / 1000 / unit[0])} ${unit[1]}前` : '刚刚';
}

const pick = (data, path) => path.split('.').reduce((value, name) => value?.[name], data);

function figureText(value, format) {
  if (value === null || value === undefined) return '—';
  return formats[format]?.(value) ?? (typeof value === 'number' ? plain.format(value) : String(value));
}

/** Keeps the text node: Blazor may own it. */
function setText(element, text) {
  const only = element.childNodes.length === 1 && element.firstChild.nodeType === Node.TEXT_NODE ? element.firstChild : null;
  if (!only) element.textContent = text;
  else if (only.data !== text) only.data = text;
}

/** Columns from 0 in a box one wide a value and 20 high. */
function columns(values) {
  const most = Math.max(...values, 1);
  return values.map((value, i) => `M${i} 20v${-Math.max(20 * value / most, .4)}h.7V20z`).join('');
}

/** What stands in the element and in no panel within it. */
const own = (element, marked) => [...element.querySelectorAll(marked)].filter(one => one.closest('[data-live]') === element);

function draw(element, { data }) {
  for (const figure of own(element, '[data-figure]'))
    if (figure.dataset.figure) setText(figure, figureText(pick(data, figure.dataset.figure), figure.dataset.format));
  for (const bar of own(element, '[data-share]'))
    bar.setAttribute('width', `${(pick(data, bar.dataset.share) ?? 0) * 100}%`);
  for (const row of own(element, '[data-given]')) row.hidden = pick(data, row.dataset.given) == null;
  for (const mark of own(element, '[data-tone-of]')) mark.dataset.tone = pick(data, mark.dataset.toneOf) ?? '';
  for (const path of own(element, '[data-bars]')) path.setAttribute('d', columns(pick(data, path.dataset.bars) ?? []));
}

/** Once a second: ages move, and what is too old turns grey. */
function tick() {
  const lost = lostFor();
  for (const [element, { key, last }] of panels) {
    const asOf = last?.asOf ?? Number(element.dataset.asOf); // what the server wrote into the page ages as well
    const stale = lost !== '' || !(age(asOf) <= staleAfter);
    element.toggleAttribute('data-stale', stale);
    element.toggleAttribute('data-lost', lost !== ''); // shows the panel's StaleOverlay
    for (const place of element.querySelectorAll('[data-lost-for]')) setText(place, lost);
    for (const place of element.querySelectorAll('[data-lost-as-of]')) setText(place, asOf ? clock.format(asOf) : '');
    const text = ageText(asOf, stale, isRefused(key));
    for (const place of element.querySelectorAll('[data-age]')) setText(place, text);
    if (!last) continue;
    for (const figure of own(element, '[data-format="age"]'))
      setText(figure, figureText(pick(last.data, figure.dataset.figure), 'age'));
  }
}

function ageText(asOf, stale, refused) {
  const words = !asOf ? '' : stale ? `数据时间 ${clock.format(asOf)}` : agoText(age(asOf));
  return refused ? `${words} 未接通实时数据`.trim() : words;
}

/** Follows the panels that are on the page now; runs after every change of it. */
function scan() {
  for (const [element, panel] of panels)
    if (!element.isConnected || element.dataset.live !== panel.key) {
      panel.leave();
      panels.delete(element);
    }
  for (const element of document.querySelectorAll('[data-live]')) {
    const known = panels.get(element);
    if (known?.last) draw(element, known.last);
    if (known || !element.dataset.live) continue;
    const panel = { key: element.dataset.live, last: null };
    panels.set(element, panel);
    panel.leave = subscribe(panel.key, last => {
      panel.last = last;
      draw(element, last);
    });
  }
  tick();
}

let due = false;
new MutationObserver(() => {
  if (due) return;
  due = true;
  setTimeout(() => { due = false; scan(); }, 50);
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-live'] });
new MutationObserver(tick).observe(document.documentElement, { attributes: true, attributeFilter: ['data-link'] });
setInterval(tick, 1_000);
scan();
document.documentElement.dataset.following = 'true';
