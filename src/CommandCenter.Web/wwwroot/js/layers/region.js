// A region chosen step by step, from the caller's own down to the village. Its code stands in a field of the form.
import { ask, make } from '../onemap/dom.js';

const levels = { county: '县（市、区）', town: '镇（街道）', village: '村（社区）' };

/** The lists and the field `region`; a code written into the field by a restored draft moves the lists. `scope` is the caller's own region. */
export function createRegionChoice(code, scope) {
  const field = make('input', { hidden: true, name: 'region', value: code, 'data-draft': 'region' });
  const lists = make('div', { class: 'steps' });
  let turn = 0;

  async function draw() {
    const mine = ++turn;
    const region = await ask(`/api/v1/regions/${field.value}`).catch(() => null);
    const path = region?.path.map(step => step.code) ?? [field.value];
    const own = path.includes(scope) ? path.slice(path.indexOf(scope)) : [field.value];
    const names = Object.fromEntries(region?.path.map(step => [step.code, step.name]) ?? []);
    const steps = await Promise.all(own.map(async (parent, index) => ({
      parent, chosen: own[index + 1] ?? '', children: await ask(`/api/v1/regions/${parent}/children`).catch(() => []),
    })));
    if (mine !== turn) return;
    lists.replaceChildren(...steps.filter(step => step.children.length > 0).map(({ parent, chosen, children }) => make('select', {
      class: 'cc-input', 'aria-label': `所属区划：${levels[children[0].level] ?? '下级'}`, onchange: ({ target }) => take(target.value || parent),
    }, make('option', { value: '' }, `整个${names[parent] ?? '范围'}`), children.map(child => make('option', { value: child.code, selected: child.code === chosen }, child.name)))));
    if (!lists.childElementCount) lists.replaceChildren(make('output', {}, names[field.value] ?? field.value));
  }

  function take(chosen) {
    field.value = chosen;
    field.dispatchEvent(new Event('input', { bubbles: true })); // the draft
    draw();
  }

  field.addEventListener('change', draw);
  draw();
  return make('div', { class: 'field region', role: 'group', 'aria-label': '所属区划' }, make('span', {}, '所属区划'), field, lists);
}
