// One line to the server for all live panels of a page: /hub/live. It heals by itself after a drop, a kill or a restart.
// Messages carry epoch, offset and as-of: a hole in the offsets asks for a snapshot, an old as-of greys the panel.
// Markup needs no script of its own:
//   <div data-live="sensing:440700000000" data-as-of="1795311000000"> <b data-figure="online" data-format="int"></b> <span data-age></span> </div>
// Load this file by its plain address everywhere, so that a page has one module and one connection.
import '/lib/signalr/signalr.min.js';

const { HubConnectionBuilder, HttpTransportType, LogLevel } = globalThis.signalR;
const silenceLimit = 15_000; // the server pings every 5 s
const staleAfter = 15_000; // a healthy panel moves its as-of every 5 s
const page = document.documentElement;

const topics = new Map(); // key → { handlers, last: { epoch, offset, asOf, data } | null, askedAt }
const panels = new Map(); // element → { key, last, leave }
let connection = null;
let running = false;
let clockError = 0; // this machine's clock minus the server's, in ms

const wait = ms => new Promise(resolve => setTimeout(resolve, ms));
const within = (ms, work) => Promise.race([work, wait(ms).then(() => { throw new Error('timeout'); })]);

/** Follows a key; the handler gets { data, asOf (ms), epoch, offset } now if known, and after every change. Returns the way to stop. */
export function subscribe(key, handler) {
  let topic = topics.get(key);
  if (!topic) {
    topics.set(key, topic = { handlers: new Set(), last: null, askedAt: 0 });
    ask([key]);
  }
  topic.handlers.add(handler);
  if (topic.last) handler(topic.last);
  keepConnected();
  return () => {
    topic.handlers.delete(handler);
    if (topic.handlers.size || topics.get(key) !== topic) return;
    topics.delete(key);
    connection?.invoke('Unsubscribe', [key]).catch(() => {});
  };
}

/** Milliseconds since the server wrote that instant, by the server's clock. */
export const age = asOf => Math.max(0, Date.now() - clockError - asOf);

// ---- the line -------------------------------------------------------------------------------------------------

async function keepConnected() {
  if (running) return;
  running = true;
  for (let pause = 500; ; pause = Math.min(pause * 1.7, 5_000)) {
    try {
      await connect();
      pause = 500;
    } catch (fault) {
      if (fault.statusCode === 401) return location.reload(); // signed out: the page leads to the login
    }
    connection = null;
    tellLink(false);
    await wait(pause * (.5 + Math.random()));
  }
}

/** Resolves when a connection that stood has closed; throws when none came to stand. */
async function connect() {
  const line = new HubConnectionBuilder()
    .withUrl('/hub/live', { transport: HttpTransportType.WebSockets })
    .configureLogging(LogLevel.None)
    .build();
  line.serverTimeoutInMilliseconds = silenceLimit;
  line.keepAliveIntervalInMilliseconds = 5_000;
  line.on('snapshot', message => receive(message, true));
  line.on('delta', message => receive(message, false));
  const closed = new Promise(resolve => line.onclose(resolve));
  try {
    await within(10_000, Promise.all([line.start(), compareVersion()]));
  } catch (fault) {
    line.stop();
    throw fault;
  }
  connection = line;
  tellLink(true);
  ask([...topics.keys()]);
  await closed;
}

/** Sets our clock by the server's, and loads the page anew when the server is of another build. */
async function compareVersion() {
  const answer = await fetch('/version', { cache: 'no-store' });
  if (!answer.ok) throw new Error('no version');
  const server = await answer.json();
  clockError = Date.now() - Date.parse(server.now);
  if (page.dataset.build !== server.build) location.reload();
}

function ask(keys) {
  if (!connection || !keys.length) return; // connect() asks for all
  for (const key of keys) topics.get(key).askedAt = Date.now();
  connection.invoke('Subscribe', keys).catch(() => {}); // the line closed: connect() asks again
}

function receive({ key, epoch, offset, asOf, data }, whole) {
  const topic = topics.get(key);
  if (!topic) return;
  const last = topic.last;
  if (!whole) {
    if (last?.epoch !== epoch || offset > last.offset + 1) return Date.now() - topic.askedAt > 3_000 && ask([key]);
    if (offset <= last.offset) return;
    data = { ...last.data, ...data };
  }
  topic.askedAt = 0;
  topic.last = { epoch, offset, asOf: Date.parse(asOf), data };
  for (const handler of [...topic.handlers]) handler(topic.last);
}

/** data-link is shared with js/start.js and read by the shell. */
function tellLink(stands) {
  if (stands) {
    delete page.dataset.link;
    delete page.dataset.linkLostAt;
  } else if (!page.dataset.linkLostAt) {
    page.dataset.link = 'lost';
    page.dataset.linkLostAt = Date.now();
  }
  tick();
}

// ---- panels: figures in the markup follow the data ---------------------------------------------------------------

const number = digits => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const whole = number(0), oneDigit = number(1), plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

const formats = {
  int: value => whole.format(value),
  fixed1: value => oneDigit.format(value),
  percent: value => oneDigit.format(value * 100),
  time: value => clock.format(new Date(value)),
  age: value => agoText(age(new Date(value).getTime())),
};

/** As FigureText.Age. */
function agoText(ms) {
  const units = [[86_400, '天'], [3_600, '小时'], [60, '分钟'], [1, '秒']];
  const unit = units.find(([seconds]) => ms >= seconds * 1000);
  return unit ? `${Math.floor(ms / 1000 / unit[0])} ${unit[1]}前` : '刚刚';
}

const two = n => String(Math.floor(n)).padStart(2, '0');
const pick = (data, path) => path.split('.').reduce((value, name) => value?.[name], data);

function figureText(value, format) {
  if (value === null || value === undefined) return '—';
  return formats[format]?.(value) ?? (typeof value === 'number' ? plain.format(value) : String(value));
}

/** Keeps the text node: Blazor may own it. */
function setText(element, text) {
  const only = element.childNodes.length === 1 && element.firstChild.nodeType === Node.TEXT_NODE ? element.firstChild : null;
  if (!only) element.textContent = text;
  else if (only.data !== text) only.data = text;
}

/** Columns from 0 in a box one wide a value and 20 high. */
function columns(values) {
  const most = Math.max(...values, 1);
  return values.map((value, i) => `M${i} 20v${-Math.max(20 * value / most, .4)}h.7V20z`).join('');
}

function draw(element, { data }) {
  for (const figure of element.querySelectorAll('[data-figure]'))
    if (figure.dataset.figure) setText(figure, figureText(pick(data, figure.dataset.figure), figure.dataset.format));
  for (const bar of element.querySelectorAll('[data-share]'))
    bar.setAttribute('width', `${(pick(data, bar.dataset.share) ?? 0) * 100}%`);
  for (const row of element.querySelectorAll('[data-given]')) row.hidden = pick(data, row.dataset.given) == null;
  for (const mark of element.querySelectorAll('[data-tone-of]')) mark.dataset.tone = pick(data, mark.dataset.toneOf) ?? '';
  for (const path of element.querySelectorAll('[data-bars]')) path.setAttribute('d', columns(pick(data, path.dataset.bars) ?? []));
}

/** Once a second: ages move, and what is too old turns grey. */
function tick() {
  for (const [element, { last }] of panels) {
    const asOf = last?.asOf ?? Number(element.dataset.asOf); // what the server wrote into the page ages as well
    const lostFor = page.dataset.link === 'lost' ? Math.floor((Date.now() - page.dataset.linkLostAt) / 1000) : 0;
    const stale = lostFor > 0 || !(age(asOf) <= staleAfter);
    element.toggleAttribute('data-stale', stale);
    element.toggleAttribute('data-lost', lostFor > 0); // shows the panel's StaleOverlay
    for (const place of element.querySelectorAll('[data-lost-for]')) setText(place, `${two(lostFor / 60)}:${two(lostFor % 60)}`);
    for (const place of element.querySelectorAll('[data-lost-as-of]')) setText(place, asOf ? clock.format(asOf) : '');
    const text = !asOf ? '' : stale ? `数据时间 ${clock.format(asOf)}` : agoText(age(asOf));
    for (const place of element.querySelectorAll('[data-age]')) setText(place, text);
    if (!last) continue;
    for (const figure of element.querySelectorAll('[data-format="age"]'))
      setText(figure, figureText(pick(last.data, figure.dataset.figure), 'age'));
  }
}

/** Follows the panels that are on the page now; runs after every change of it. */
function scan() {
  for (const [element, panel] of panels)
    if (!element.isConnected || element.dataset.live !== panel.key) {
      panel.leave();
      panels.delete(element);
    }
  for (const element of document.querySelectorAll('[data-live]')) {
    const known = panels.get(element);
    if (known?.last) draw(element, known.last);
    if (known || !element.dataset.live) continue;
    const panel = { key: element.dataset.live, last: null };
    panels.set(element, panel);
    panel.leave = subscribe(panel.key, last => {
      panel.last = last;
      draw(element, last);
    });
  }
  tick();
}

let due = false;
new MutationObserver(() => {
  if (due) return;
  due = true;
  setTimeout(() => { due = false; scan(); }, 50);
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-live'] });
setInterval(tick, 1_000);
scan();
