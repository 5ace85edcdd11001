// One picture: HLS by hls.js, which is fetched when the first one plays, or by the browser itself where that cannot run. A picture that
// fails or stands still is fetched anew, after a while that grows, until it is stopped.

import { wordsOf } from './words.js';

const library = '/lib/hls/hls.light.min.mjs', worker = '/lib/hls/hls.worker.js';
const glance = 1_000; // between two looks at whether the picture moves
const patience = 15_000; // for the first picture
const standstill = 8_000;
const first = 2_000, longest = 30_000; // between two attempts
const policy = { default: { maxTimeToFirstByteMs: 8_000, maxLoadTimeMs: 12_000, timeoutRetry: { maxNumRetry: 1, retryDelayMs: 0, maxRetryDelayMs: 0 }, errorRetry: { maxNumRetry: 1, retryDelayMs: 1_000, maxRetryDelayMs: 2_000 } } };
const options = { // near to live, and little in memory: sixteen may play at once
  workerPath: worker, liveSyncDurationCount: 2, maxBufferLength: 10, maxMaxBufferLength: 20, backBufferLength: 5,
  manifestLoadPolicy: policy, playlistLoadPolicy: policy, fragLoadPolicy: policy,
};

let fetched = null;
let running = 0;
const load = () => fetched ??= import(library).then(module => module.default).catch(fault => { fetched = null; throw fault; });

/** How many pictures hls.js fetches at this moment. */
export const alive = () => running;

/** Plays until the function given back is called. `tell({ state, text, next })`: connecting, playing, or fault with its words and when it is tried again. */
export function play(video, url, tell) {
  let hls = null, retry = 0, attempts = 0, stopped = false, recovered = false, state = '', at = -1, moved = 0;
  const say = (next, more = {}) => { state = next; tell({ state, ...more }); };

  function close() {
    clearTimeout(retry);
    if (hls) {
      hls.destroy();
      running--;
      hls = null;
    }
    video.removeAttribute('src');
    video.load();
  }

  function fail(text, isFinal = false) {
    close();
    if (isFinal) return say('fault', { text });
    const wait = Math.min(longest, first * 2 ** attempts++) * (0.8 + Math.random() * 0.4);
    say('fault', { text, next: Date.now() + wait });
    retry = setTimeout(start, wait);
  }

  function heard(fault, Hls) {
    if (!fault.fatal) return;
    if (fault.type === Hls.ErrorTypes.MEDIA_ERROR && !recovered && !/codec/i.test(fault.details)) {
      recovered = true;
      return hls.recoverMediaError();
    }
    fail(wordsOf(fault));
  }

  async function start() {
    close();
    [recovered, at, moved] = [false, -1, performance.now()];
    say('connecting');
    if (location.protocol === 'https:' && url.startsWith('http:')) return fail('播放地址是 http，浏览器在 https 页面中不播放', true);
    let Hls;
    try {
      Hls = await load();
    } catch {
      return stopped || fail('与服务器失联，没有取到播放组件');
    }
    if (stopped) return;
    if (Hls.isSupported()) {
      hls = new Hls(options);
      running++;
      hls.on(Hls.Events.ERROR, (_, fault) => heard(fault, Hls));
      hls.loadSource(url);
      hls.attachMedia(video);
    } else if (video.canPlayType('application/vnd.apple.mpegurl')) {
      video.src = url;
    } else {
      return fail('这个浏览器不能播放 HLS 视频', true);
    }
    video.play().catch(() => { /* The look below tells when it does not move. */ });
  }

  function look() {
    const now = performance.now();
    if (state === 'fault') return;
    if (video.currentTime !== at) {
      if (at >= 0 && video.currentTime > 0) {
        moved = now;
        attempts = 0;
        if (state !== 'playing') say('playing');
      }
      at = video.currentTime;
    } else if (document.hidden) {
      moved = now; // a hidden page may rest
    } else if (now - moved > (state === 'playing' ? standstill : patience)) {
      fail(video.ended ? '视频平台结束了这路视频' : state === 'playing' ? '画面停住了' : '视频平台没有送来画面');
    }
  }

  function shown() {
    moved = performance.now();
    if (document.hidden) return;
    if (hls?.liveSyncPosition > video.currentTime + 5) video.currentTime = hls.liveSyncPosition;
    video.play().catch(() => {});
  }

  const broke = () => { if (!hls && video.getAttribute('src') && video.error) fail(video.error.code === 2 ? '连不上视频平台，或平台不允许跨域播放' : '浏览器不能播放这路视频'); };
  video.addEventListener('error', broke);
  document.addEventListener('visibilitychange', shown);
  const watch = setInterval(look, glance);
  start();
  return () => {
    stopped = true;
    clearInterval(watch);
    video.removeEventListener('error', broke);
    document.removeEventListener('visibilitychange', shown);
    close();
  };
}
