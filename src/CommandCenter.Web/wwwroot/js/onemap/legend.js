// What the symbols mean: of the open layers only, the topmost first.
import { symbolOf } from '/js/onemap/catalogue.js';
import { make } from '/js/onemap/dom.js';

const mostOfALayer = 8;

export function drawLegend(list, catalogue, items, symbols) {
  const lines = [];
  let [crowds, warns] = [false, false];
  for (const item of items) {
    const layer = catalogue.find(item.id);
    if (!layer || item.hidden || layer.own && !layer.live) continue;
    if (layer.live) lines.push(['dot|1', '设备在线', true], ['off|1', '设备离线', true]);
    else lines.push(...linesOf(layer));
    crowds ||= layer.kind === 'point' && (layer.live || layer.rows > 1000);
    warns ||= Boolean(layer.live || layer.lead.severity);
  }
  if (warns) lines.push(...['红', '橙', '黄', '蓝'].map((colour, index) => [`alarm|${4 - index}`, `${colour}色告警`, true]));
  if (crowds) lines.push(['ring|0', '聚合', true], ['ring|3', '聚合含告警', true]);
  list.replaceChildren(...lines.map(([symbol, text, ours]) => make('li', { title: text, 'data-verbatim': !ours }, symbols.picture(symbol), make('span', {}, text))));
  list.parentElement.hidden = lines.length === 0;
  list.nextElementSibling.hidden = !crowds;
}

function linesOf(layer) {
  const classes = layer.style.classes ?? [];
  if (!classes.length) return [[symbolOf(layer), layer.title]];
  const told = classes.slice(0, mostOfALayer).map(one => [symbolOf(layer, one.class), one.class]);
  return classes.length > mostOfALayer ? [...told, [symbolOf(layer), `另 ${classes.length - mostOfALayer} 类`, true]] : told;
}
