// The layers that this account may see, by theme: those of the catalogue, and what the product draws from what it knows itself.
import { ask } from '/js/onemap/dom.js';

const own = (names, live, total) => [
  { theme: 'regions', themeTitle: '行政区划', id: 'counties', title: '县（市、区）', rows: names('county') },
  { theme: 'regions', themeTitle: '行政区划', id: 'towns', title: '镇（街道）', illustrative: true, rows: names('town') },
  { theme: 'sensing', themeTitle: '感知', id: 'devices', title: '实时设备', live, rows: total },
].filter(layer => layer.rows !== 0).map(layer => ({ ...layer, own: true, kind: 'point', fields: [], lead: {}, style: { colour: 1, icon: '' } }));

/** Fetches the catalogue. `themes` in the order of the tree, each with its layers; `find` gives a layer by its id.
 * @param live the marks of the devices (livemarks.js) @param total how many devices there are, null while nobody told */
export async function loadCatalogue(scene, live, total) {
  const layers = [...own(rank => scene.areas.filter(area => area.rank === rank).length, live, total), ...await ask('/api/v1/layers')];
  const themes = new Map();
  for (const layer of layers) {
    if (!themes.has(layer.theme)) themes.set(layer.theme, { code: layer.theme, title: layer.themeTitle, layers: [] });
    themes.get(layer.theme).layers.push(layer);
  }
  const byId = new Map(layers.map(layer => [layer.id, layer]));
  return { layers, themes: [...themes.values()], find: id => byId.get(id) };
}

/** What a layer's attribute is called; the name itself where the dictionary does not know it. */
export const titleOf = (layer, name) => layer.fields.find(field => field.name === name)?.title || name;

/** The symbol of an object: shape by what it is (people, hazard, place), icon and colour by its class or layer. */
export function symbolOf(layer, className) {
  const style = layer.style.classes?.find(one => one.class === className) ?? layer.style;
  const iconName = style.icon || layer.style.icon;
  if (layer.kind === 'line') return `line|${style.colour}`;
  if (layer.kind === 'polygon') return `area|${style.colour}`;
  if (!iconName) return `dot|${style.colour}`;
  const shape = layer.theme === 'people' ? 'hexagon' : layer.theme === 'safety' ? 'diamond' : 'square';
  return `${shape}|${style.colour}|${iconName}`;
}

/** 0–4 of what a layer writes: 0–4, 蓝 黄 橙 红, blue … red (LeadValues.cs). */
export function severityOf(value) {
  const text = String(value ?? '').trim().replace(/色$/, '').toLowerCase();
  return Math.max(0, ['', '蓝', '黄', '橙', '红'].indexOf(text), ['', 'blue', 'yellow', 'orange', 'red'].indexOf(text), ['0', '1', '2', '3', '4'].indexOf(text));
}
