// What stops a picture, in words an operator can act on.

const asked = [
  [/^(401|403)$/, code => `视频平台拒绝播放（${code}），播放地址可能已过期`],
  [/^(404|410)$/, code => `视频平台上没有这路视频（${code}）`],
  [/^[45]\d\d$/, code => `视频平台出错（${code}）`],
];

const told = [
  [/TimeOut$/i, '视频平台没有应答'],
  [/codec/i, '浏览器不能解码这路视频（例如 H.265），请在视频平台侧转为 H.264'],
  [/LoadError$/, '连不上视频平台，或平台不允许跨域播放'],
  [/Unchanged/, '视频平台不再送来新画面'],
  [/Parsing|Empty/, '视频平台送来的不是可播放的 HLS'],
];

/** Of a fault as hls.js tells it. */
export function wordsOf({ details = '', response } = {}) {
  const code = String(response?.code ?? '');
  for (const [form, words] of asked) if (form.test(code)) return words(code);
  return told.find(([form]) => form.test(details))?.[1] ?? '画面播放出错';
}

/** 860 米 · 1.2 公里 */
export const distance = metres => metres < 1_000 ? `${metres} 米` : `${(metres / 1_000).toFixed(1)} 公里`;

export const states = { online: '在线', offline: '离线', waiting: '待接入', disabled: '停用' };
