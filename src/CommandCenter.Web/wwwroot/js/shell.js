// What every page needs without a circuit: the Beijing clock, the theme switch, Ctrl K, menus that close.
// All of it hangs on the document or on custom elements, so enhanced navigation and circuits cannot lose it.

const weekday = ['日', '一', '二', '三', '四', '五', '六'];
const formats = {
  short: t => `${two(t.month)}-${two(t.day)} ${two(t.hour)}:${two(t.minute)}`,
  time: t => `${two(t.hour)}:${two(t.minute)}:${two(t.second)}`,
  date: t => `${t.month}月${t.day}日 星期${weekday[t.weekday]}`,
};
const two = n => String(n).padStart(2, '0');

/** The parts of an instant in Beijing (UTC+8, no daylight saving since 1991). */
function beijing(ms) {
  const d = new Date(ms + 8 * 3600_000);
  return {
    month: d.getUTCMonth() + 1, day: d.getUTCDate(), weekday: d.getUTCDay(),
    hour: d.getUTCHours(), minute: d.getUTCMinutes(), second: d.getUTCSeconds(),
  };
}

class Clock extends HTMLElement {
  connectedCallback() {
    const off = Number(this.dataset.now) - Date.now();
    this.offset = Math.abs(off) > 2000 ? off : 0; // a network delay is not a wrong clock
    this.tick();
  }

  disconnectedCallback() { clearTimeout(this.timer); }

  tick() {
    const now = Date.now() + this.offset;
    const text = formats[this.dataset.format](beijing(now));
    if (this.textContent !== text) this.textContent = text;
    this.timer = setTimeout(() => this.tick(), 1000 - now % 1000);
  }
}

if (!customElements.get('cc-clock')) customElements.define('cc-clock', Clock);

function switchTheme() {
  const root = document.documentElement;
  const theme = root.dataset.theme === 'light' ? 'dark' : 'light';
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  root.dataset.theme = theme;
  location.reload(); // the server picks the matching base styles; maps and charts are drawn anew
}

document.addEventListener('click', event => {
  if (event.target.closest('[data-theme-switch]')) switchTheme();
  for (const menu of document.querySelectorAll('details[data-menu][open]'))
    if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener('keydown', event => {
  if (event.key === 'Escape')
    for (const menu of document.querySelectorAll('details[data-menu][open]')) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  const key = event.key.toLowerCase();
  const field = (event.ctrlKey || event.metaKey) && /^[a-z]$/.test(key) && document.querySelector(`[data-hotkey="${key}"]`);
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

// A dialog that Blazor renders is open; made modal, the browser keeps the focus inside it and gives it back.
new MutationObserver(changes => {
  for (const { addedNodes } of changes)
    for (const node of addedNodes)
      if (node instanceof HTMLElement)
        for (const dialog of [node, ...node.querySelectorAll('dialog')])
          if (dialog.matches('dialog[data-modal]:not([open])')) dialog.showModal();
}).observe(document.body, { childList: true, subtree: true });

// A page whose modules did not come, because the server went while it was loading, looks alive and is dead. This file comes
// from the browser's cache, so it is there even then: it loads the page again as soon as the server hands it out.
const isWhole = ({ dataset }) => dataset.following && (dataset.started || dataset.screen === 'wall');
setInterval(async () => {
  if (isWhole(document.documentElement)) return;
  const answer = await fetch(location.href, { cache: 'no-store' }).catch(() => null);
  if (answer?.ok) location.reload();
}, 20_000);
