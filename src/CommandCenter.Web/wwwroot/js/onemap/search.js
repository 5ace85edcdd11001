// One field for regions (name, pinyin initials, code), open layers' names, and a position in degrees. Ctrl K comes here, Enter goes there.
import { ask, make } from '/js/onemap/dom.js';

const pause = 150;

/** `go(place)` with { at: [lon, lat] | null, code }. */
export function createSearch({ part, go }) {
  const [field, list] = [part('search'), part('places')];
  let places = [];
  let chosen = 0;
  let waiting = null;
  let turn = 0;

  field.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, pause);
  });
  field.addEventListener('keydown', event => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && places.length) {
      event.preventDefault();
      chosen = (chosen + by + places.length) % places.length;
      mark();
    }
    if (event.key === 'Enter' && places[chosen]) take(places[chosen]);
    if (event.key === 'Escape') show([]);
  });
  document.addEventListener('pointerdown', event => { if (!event.target.closest('[role="listbox"], [data-part="search"]')) show([]); });

  async function find() {
    const mine = ++turn;
    const text = field.value.trim();
    const at = positionIn(text);
    if (!text) return show([]);
    if (at) return show([{ name: `${at[0]}, ${at[1]}`, path: '定位到坐标', at }]);
    try {
      const found = await ask(`/api/v1/regions?search=${encodeURIComponent(text)}&limit=8`);
      if (mine === turn) show(found.map(region => ({ name: region.name, path: region.kind, code: region.code })), `没有找到“${text}”`);
    } catch (fault) {
      if (mine === turn) show([], fault.message);
    }
  }

  function show(found, none = '') {
    [places, chosen] = [found, 0];
    list.hidden = !found.length && !none;
    field.setAttribute('aria-expanded', !list.hidden);
    list.replaceChildren(...found.map((place, index) => make('li', { role: 'option', id: `place-${index}`, onclick: () => take(place) },
      make('b', {}, place.name), make('span', {}, place.path), place.code && make('span', { class: 'code' }, place.code))));
    if (!found.length && none) list.append(make('li', { class: 'none' }, none));
    mark();
  }

  function mark() {
    for (const [index, option] of [...list.querySelectorAll('[role="option"]')].entries()) option.setAttribute('aria-selected', index === chosen);
    if (places.length) field.setAttribute('aria-activedescendant', `place-${chosen}`);
    else field.removeAttribute('aria-activedescendant');
  }

  function take(place) {
    show([]);
    field.value = place.name;
    field.blur();
    go(place);
  }
}

/** 113.08, 22.57 with a comma of either kind or a space; lat first is turned round, as no place in China can mistake them. */
function positionIn(text) {
  const found = text.match(/^(-?\d{1,3}(?:\.\d+)?)\s*[,，、\s]\s*(-?\d{1,3}(?:\.\d+)?)$/);
  if (!found) return null;
  const [a, b] = [Number(found[1]), Number(found[2])];
  const [lon, lat] = Math.abs(b) > 90 ? [b, a] : [a, b];
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 85 ? [lon, lat] : null;
}
