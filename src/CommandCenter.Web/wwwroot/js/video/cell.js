// One place of the wall: the picture of a camera with its name, region and state, and what is wrong with it in words.

import { ask, icon, make } from '../onemap/dom.js';
import { play } from './player.js';

const freshen = 60_000; // what is known of the camera
const again = 5_000; // after the server was not reached

/** `put(id)`, null empties it; `retry()`, `mute()`, `full()`, `stop()`; `id`. `hooks`: choose(), muted(cell) when it is heard, changed(). */
export function createCell(number, hooks) {
  const video = make('video', { muted: true, autoplay: true, playsinline: true, disablepictureinpicture: true });
  video.muted = true;
  const name = make('b', { 'data-verbatim': true }), place = make('small', { 'data-verbatim': true }), state = make('span', { class: 'mark' }), sample = make('span', { class: 'mark dashed' }, '示意数据');
  const sound = button('volume-x', '打开声音', () => cell.mute());
  const acts = make('span', { class: 'acts' }, sound, button('rotate-ccw', '重新连接', () => cell.retry()), button('maximize', '单画面全屏', () => cell.full()), button('x', '移出画面', () => { cell.put(null); hooks.changed(); }));
  const told = make('div', { class: 'told' });
  const element = make('article', { class: 'cell', tabindex: 0, role: 'group', onfocus: () => hooks.choose(), onclick: () => element.focus({ preventScroll: true }) },
    make('header', {}, make('i', {}, String(number)), name, place, state, sample, acts), make('div', { class: 'picture' }, video, told));
  let stopPlaying = null, turn = 0, timer = 0, counting = 0, camera = null;

  const cell = {
    element, id: null,
    put(id) {
      if (id === cell.id) return;
      cell.stop();
      cell.id = id;
      element.dataset.id = id ?? '';
      draw(null);
      if (id) connect();
      else tell('empty');
    },
    retry() { if (cell.id) connect(); },
    stop() {
      turn++;
      clearTimeout(timer);
      clearInterval(counting);
      stopPlaying?.();
      stopPlaying = null;
      video.muted = true;
      heard();
    },
    mute(isMuted = !video.muted) {
      video.muted = isMuted;
      heard();
      if (!isMuted) hooks.muted(cell);
    },
    full() { if (document.fullscreenElement) document.exitFullscreen(); else element.requestFullscreen?.().catch(() => {}); },
  };

  async function connect() {
    const isMuted = video.muted;
    cell.stop();
    video.muted = isMuted;
    heard();
    const mine = turn;
    tell('connecting');
    const at = `/api/v1/video/cameras/${encodeURIComponent(cell.id)}`;
    try {
      const opened = await ask(`${at}/open`, { method: 'POST' });
      if (mine !== turn) return;
      draw(opened.camera);
      stopPlaying = play(video, opened.playUrl, news => tell(news.state, news.text, news.next));
      keep(at, mine);
    } catch (fault) {
      if (mine !== turn) return;
      tell('fault', fault.message, fault.lost ? Date.now() + again : undefined);
      if (fault.lost) timer = setTimeout(connect, again);
      else ask(at).then(found => { if (mine === turn) draw(found); }).catch(() => {});
    }
  }

  function keep(at, mine) {
    timer = setTimeout(async () => {
      const news = document.hidden ? null : await ask(at).catch(fault => fault);
      if (mine !== turn) return;
      if (news instanceof Error && !news.lost) { // not his to see any more
        cell.stop();
        return tell('fault', news.message);
      }
      if (news && !news.lost) draw(news);
      keep(at, mine);
    }, freshen);
  }

  function draw(found) {
    camera = found;
    name.textContent = camera?.name ?? cell.id ?? '';
    name.title = place.title = camera ? `${camera.name} · ${camera.place} · ${camera.stateName}` : '';
    place.textContent = camera?.place ?? '';
    state.hidden = !camera;
    state.textContent = camera?.stateName ?? '';
    sample.hidden = !camera?.illustrative;
    acts.hidden = !cell.id;
    element.setAttribute('aria-label', cell.id ? `画面 ${number}：${camera?.name ?? cell.id}` : `画面 ${number}：空`);
  }

  function tell(news, text, next) {
    clearInterval(counting);
    element.dataset.state = news;
    const rest = make('small');
    const left = () => { rest.textContent = next ? `${Math.max(0, Math.ceil((next - Date.now()) / 1_000))} 秒后自动重连` : ''; };
    left();
    if (next) counting = setInterval(left, 1_000);
    told.replaceChildren(...{
      empty: [make('p', {}, '空画面'), make('small', {}, '选中它，再从列表放入点位')],
      connecting: [make('p', {}, '正在连接…')],
      playing: [],
      fault: [make('p', { role: 'alert' }, icon('circle-x'), text ?? ''), next && rest, make('button', { type: 'button', class: 'cc-button', onclick: () => cell.retry() }, '重试')].filter(Boolean),
    }[news]);
  }

  function heard() {
    sound.setAttribute('aria-label', video.muted ? '打开声音' : '静音');
    sound.title = sound.getAttribute('aria-label');
    sound.replaceChildren(icon(video.muted ? 'volume-x' : 'volume-2'));
  }

  draw(null);
  tell('empty');
  return cell;
}

const button = (name, label, onclick) => make('button', { type: 'button', class: 'cc-button icon plain', 'aria-label': label, title: label, onclick }, icon(name));
