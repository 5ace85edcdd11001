// What lies around an object: people and the objects of the open layers within a distance.
import { ask, count, make } from '/js/onemap/dom.js';

const metres = 5_000;
const mostLayers = 7;

/** A section that fills itself; it says so when the server has no answer. */
export function aroundOf(at, layers) {
  const place = make('dl', { class: 'around' });
  const section = make('section', { 'aria-label': '周边 5 公里' }, make('h3', {}, '周边 5 km'), place);
  fill(at, layers, section, place);
  return section;
}

async function fill(at, layers, section, place) {
  try {
    const { people, layers: hit, leftOut } = await ask('/api/v1/spatial/impact', {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ geometry: { type: 'Point', coordinates: at }, buffer: metres, layers: layers.map(layer => layer.id) }),
    });
    if (hit.some(layer => layer.illustrative)) section.querySelector('h3').append(' ', make('span', { class: 'tag illustrative' }, '示意数据'));
    const line = (name, value, why, given) => make('div', { title: why }, make('dt', { 'data-verbatim': given }, name), make('dd', {}, value));
    place.replaceChildren(
      line('居民（估算）', people.value === null ? '暂无公开数据' : people.value >= 1e4 ? `${(people.value / 1e4).toFixed(2)} 万` : count(people.value), people.method),
      ...hit.sort((a, b) => b.matched - a.matched).slice(0, mostLayers).map(layer => line(layer.title, count(layer.matched), layer.title, true)),
      ...leftOut.map(id => line(layers.find(layer => layer.id === id).title, '未统计', '图层过大，不能作空间查询', true)));
  } catch (fault) {
    place.replaceChildren(make('div', {}, make('dt', {}, fault.message)));
  }
}
