// A bar of time where an open layer has one: how many objects in each part of a span, and the part that the map shows.
import { ask, count, icon, make } from '/js/onemap/dom.js';

const spans = [['24 时', 24, 3600_000], ['7 天', 28, 6 * 3600_000], ['30 天', 30, 86_400_000]];
const pace = 900; // ms a part while it plays
const atOnce = 3; // questions to the server side by side

/** Shows itself with the first open layer that has a time; `time` of the view is the part shown, as two instants. */
export function createTimeBar({ stage, view, catalogue }) {
  let layer = null;
  let span = 2;
  let parts = []; // { from, to, many }
  let chosen = -1; // none: all times
  let playing = null;
  let turn = 0;
  const bars = make('div', { class: 'bars', 'aria-hidden': 'true' });
  const slider = make('input', { type: 'range', min: 0, step: 1, 'aria-label': '时间段', oninput: () => choose(Number(slider.value)) });
  const told = make('output', {});
  const play = make('button', { type: 'button', class: 'cc-button icon', onclick: () => playing ? pause() : run() });
  const title = make('span', { class: 'of', 'data-verbatim': true });
  const choice = make('div', { class: 'spans', role: 'group', 'aria-label': '时间跨度' });
  const bar = make('div', { class: 'time', role: 'group', 'aria-label': '时间轴', hidden: true }, play, title, make('div', { class: 'track' }, bars, slider), told, choice);
  stage.append(bar);

  function follow() {
    const found = view.state.layers.filter(item => !item.hidden).map(item => catalogue().find(item.id)).find(one => one?.lead?.time);
    bar.hidden = !found;
    stage.toggleAttribute('data-timed', Boolean(found));
    if (found?.id === layer?.id) return;
    layer = found ?? null;
    pause();
    if (layer) load();
    else if (view.state.time) view.change({ time: null });
  }

  /** The parts end with the present; how many lie in each is the number matched, no object is fetched but one. */
  async function load() {
    const mine = ++turn;
    const [, number, long] = spans[span];
    const end = Math.ceil(Date.now() / long) * long;
    parts = Array.from({ length: number }, (_, index) => ({ from: end - (number - index) * long, to: end - (number - index - 1) * long - 1, many: null }));
    chosen = parts.findIndex(part => interval(part) === view.state.time);
    slider.max = number - 1;
    title.textContent = layer.title;
    draw();
    const waiting = [...parts];
    const work = async () => {
      for (let part = waiting.shift(); part && mine === turn; part = waiting.shift()) {
        const found = await ask(`/ogc/collections/${layer.id}/items?limit=1&datetime=${encodeURIComponent(interval(part))}`).catch(() => null);
        part.many = found?.numberMatched ?? null;
        if (mine === turn) draw();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  function draw() {
    const highest = Math.max(1, ...parts.map(part => part.many ?? 0));
    bars.replaceChildren(...parts.map((part, index) => {
      const bar = make('i', { 'data-chosen': index === chosen });
      bar.style.blockSize = `${Math.round(100 * (part.many ?? 0) / highest)}%`;
      return bar;
    }));
    slider.value = chosen < 0 ? parts.length - 1 : chosen;
    const part = parts[chosen];
    told.textContent = part ? `${beijing(part.from)} 起 · ${part.many === null ? '—' : count(part.many)} 个` : '全部时间';
    slider.setAttribute('aria-valuetext', told.textContent);
    play.replaceChildren(icon(playing ? 'pause' : 'play'));
    play.setAttribute('aria-label', playing ? '暂停' : '播放');
    choice.replaceChildren(
      ...spans.map(([text], index) => make('button', { type: 'button', 'aria-pressed': String(index === span && chosen >= 0), onclick: () => { span = index; chosen = -1; load().then(() => choose(parts.length - 1)); } }, text)),
      make('button', { type: 'button', 'aria-pressed': String(chosen < 0), onclick: () => choose(-1) }, '全部'));
  }

  function choose(index) {
    chosen = index;
    draw();
    view.change({ time: parts[index] ? interval(parts[index]) : null });
  }

  function run() {
    playing = setInterval(() => choose((chosen + 1) % parts.length), pace);
    draw();
  }

  function pause() {
    clearInterval(playing);
    playing = null;
    draw();
  }

  view.follow((state, names) => { if (names.includes('layers')) follow(); });
  return { follow };
}

const interval = ({ from, to }) => `${new Date(from).toISOString()}/${new Date(to).toISOString()}`;

/** 11-23 14:00 */
function beijing(ms) {
  const text = new Date(ms + 8 * 3600_000).toISOString();
  return `${text.slice(5, 10)} ${text.slice(11, 16)}`;
}
