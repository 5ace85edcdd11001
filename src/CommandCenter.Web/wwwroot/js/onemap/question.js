// Open layers of which only some objects are wanted, by an attribute or by time: tiles do not know attributes, so those of the view are
// asked for one by one, a bounded number of them, and drawn in place of the tiles.
import { severityOf } from '/js/onemap/catalogue.js';
import { ask, count } from '/js/onemap/dom.js';

const most = 1_000;
const nothing = { type: 'FeatureCollection', features: [] };

/** `of(item)` gives an open layer with its answer as `data`, if it is asked anything; `told(id)` says how many in words; `refresh()` asks again. */
export function createQuestions({ map, root, view, catalogue, onanswer }) {
  const answers = new Map(); // layer id → { question, data, told }

  const asked = item => {
    const layer = catalogue().find(item.id);
    if (!layer || layer.own || item.hidden) return null;
    const time = layer.lead.time ? view.state.time : null;
    return item.where || time ? { layer, where: item.where, time } : null;
  };

  async function refresh() {
    const box = map.getBounds().toArray().flat().map(number => Math.max(-180, Math.min(180, number)).toFixed(5));
    for (const item of view.state.layers) {
      const wanted = asked(item);
      if (!wanted) {
        answers.delete(item.id);
        continue;
      }
      const question = `limit=${most}&bbox=${box.join(',')}${wanted.where ? `&${encodeURIComponent(wanted.where.field)}=${encodeURIComponent(wanted.where.value)}` : ''}${wanted.time ? `&datetime=${encodeURIComponent(wanted.time)}` : ''}`;
      if (answers.get(item.id)?.question === question) continue;
      answers.set(item.id, { ...answers.get(item.id), question });
      fetchAnswer(wanted.layer, question);
    }
  }

  async function fetchAnswer(layer, question) {
    const isWanted = () => answers.get(layer.id)?.question === question;
    try {
      const found = await ask(`/ogc/collections/${layer.id}/items?${question}`);
      if (!isWanted()) return;
      const told = found.numberMatched > found.numberReturned ? `视图内 ${count(found.numberMatched)} 个，画出前 ${count(found.numberReturned)} 个，请放大` : `视图内 ${count(found.numberMatched)} 个`;
      answers.set(layer.id, { question, told, data: { type: 'FeatureCollection', features: found.features.map(feature => asTile(layer, feature)) } });
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
  return { refresh, told, of: item => asked(item) ? { ...item, data: answers.get(item.id)?.data ?? nothing } : item };
}

/** With the properties that a tile would give it. */
const asTile = ({ lead }, { id, geometry, properties }) => ({
  type: 'Feature', geometry,
  properties: {
    id, class: String(properties[lead.class] ?? ''), label: String(properties[lead.label] ?? ''),
    severity: severityOf(properties[lead.severity]), height: Number(properties[lead.height]) || 0,
  },
});
