// Open layers of which only some objects are wanted. By class or by time the tiles leave out the others. Tiles know no other attribute:
// by one of those the objects of the view are asked for one by one, a bounded number of them, and drawn in place of the tiles.
import { severityOf } from '/js/onemap/catalogue.js';
import { ask, count } from '/js/onemap/dom.js';

const most = 1_000;
const nothing = { type: 'FeatureCollection', features: [] };

/** `of(item)` gives an open layer with the `filter` of its tiles or with objects as `data`, if it is asked anything; `told(id)` says how many in words; `refresh()` asks again. */
export function createQuestions({ map, root, view, catalogue, onanswer }) {
  const answers = new Map(); // layer id → { question, data, told }

  const asked = item => {
    const layer = catalogue().find(item.id);
    if (!layer || layer.own || item.hidden) return null;
    const time = layer.lead.time ? view.state.time : null;
    if (!item.where && !time) return null;
    return { layer, where: item.where, time, inTiles: !item.where || item.where.field === layer.lead.class };
  };

  async function refresh() {
    const box = map.getBounds().toArray().flat().map(number => Math.max(-180, Math.min(180, number)).toFixed(5));
    for (const item of view.state.layers) {
      const wanted = asked(item);
      if (!wanted) {
        answers.delete(item.id);
        continue;
      }
      const question = `limit=${wanted.inTiles ? 1 : most}&bbox=${box.join(',')}${wanted.where ? `&${encodeURIComponent(wanted.where.field)}=${encodeURIComponent(wanted.where.value)}` : ''}${wanted.time ? `&datetime=${encodeURIComponent(wanted.time)}` : ''}`;
      if (answers.get(item.id)?.question === question) continue;
      answers.set(item.id, { ...answers.get(item.id), question });
      fetchAnswer(wanted, question);
    }
  }

  async function fetchAnswer({ layer, inTiles }, question) {
    const isWanted = () => answers.get(layer.id)?.question === question;
    try {
      const found = await ask(`/ogc/collections/${layer.id}/items?${question}`);
      if (!isWanted()) return;
      const told = !inTiles && found.numberMatched > found.numberReturned ? `视图内 ${count(found.numberMatched)} 个，画出前 ${count(found.numberReturned)} 个，请放大` : `视图内 ${count(found.numberMatched)} 个`;
      answers.set(layer.id, { question, told, data: inTiles ? nothing : { type: 'FeatureCollection', features: found.features.map(feature => asTile(layer, feature)) } });
    } catch (fault) {
      if (!isWanted()) return;
      answers.set(layer.id, { question: null, told: fault.message, data: answers.get(layer.id).data ?? nothing });
    }
    for (const place of root.querySelectorAll(`[data-told="${layer.id}"]`)) place.textContent = told(layer.id);
    onanswer();
  }

  const told = id => answers.get(id)?.told ?? '';
  map.on('moveend', refresh);
  view.follow((state, names) => { if (names.includes('layers') || names.includes('time')) refresh(); });
  return {
    refresh, told,
    of(item) {
      const wanted = asked(item);
      if (!wanted) return item;
      return wanted.inTiles ? { ...item, filter: filterOf(wanted) } : { ...item, data: answers.get(item.id)?.data ?? nothing };
    },
  };
}

/** What the address of a tile says of it. */
function filterOf({ where, time }) {
  const [from, to] = time?.split('/') ?? [];
  return new URLSearchParams({ ...where && { class: where.value }, ...time && { from, to: to ?? from } }).toString();
}

/** With the properties that a tile would give it. */
const asTile = ({ lead }, { id, geometry, properties }) => ({
  type: 'Feature', geometry,
  properties: {
    id, class: String(properties[lead.class] ?? ''), label: String(properties[lead.label] ?? ''),
    severity: severityOf(properties[lead.severity]), height: Number(properties[lead.height]) || 0,
  },
});
