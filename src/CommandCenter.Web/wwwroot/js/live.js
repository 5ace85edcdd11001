// One line to the server for everything live on a page: /hub/live. It heals by itself after a drop, a kill or a restart.
// Messages carry epoch, offset and as-of: a hole in the offsets asks for a snapshot.
// Load this file by its plain address everywhere, so that a page has one module and one connection.
import '/lib/signalr/signalr.min.js';
import { probe, renew, tellLink } from '/js/link.js';

const { HubConnectionBuilder, HttpTransportType, LogLevel } = globalThis.signalR;
const silenceLimit = 15_000; // the server pings every 5 s
const askAgainAfter = 30_000;
const page = document.documentElement;

const topics = new Map(); // key → { handlers, last: { epoch, offset, asOf, data, changed, gone } | null, askedAt, refused }
let connection = null;
let running = false;
let clockError = 0; // this machine's clock minus the server's, in ms

const wait = ms => new Promise(resolve => setTimeout(resolve, ms));
const within = (ms, work) => Promise.race([work, wait(ms).then(() => { throw new Error('timeout'); })]);

/**
 * Follows a key; the handler gets { data, asOf (ms), epoch, offset } now if known, and after every change. Of a change `changed` holds
 * the members that differ and `gone` the names of those that are no more; without it all may differ. Returns the way to stop.
 */
export function subscribe(key, handler) {
  let topic = topics.get(key);
  if (!topic) {
    topics.set(key, topic = { handlers: new Set(), last: null, askedAt: 0, refused: false });
    ask([key]);
  }
  topic.handlers.add(handler);
  if (topic.last) handler({ ...topic.last, changed: null });
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

/** The server does not let this page follow the key; it is asked again now and then. */
export const isRefused = key => topics.get(key)?.refused ?? false;

// ---- the line -------------------------------------------------------------------------------------------------

async function keepConnected() {
  if (running) return;
  running = true;
  setInterval(() => ask([...topics].filter(([, topic]) => topic.refused).map(([key]) => key)), askAgainAfter);
  for (let pause = 500; ; pause = Math.min(pause * 1.7, 5_000)) {
    let state = 'lost';
    try {
      await connect();
      pause = 500;
    } catch (fault) {
      if (/\b40[13]\b/.test(fault)) state = 'ended';
    }
    connection = null;
    tellLink('hub', state);
    if (state === 'ended') await renew('refused'); // leads to the login and back
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
    await within(20_000, Promise.all([line.start(), compareVersion()]));
  } catch (fault) {
    line.stop();
    throw fault;
  }
  connection = line;
  tellLink('hub', 'up');
  ask([...topics.keys()]);
  await closed;
}

/** Sets our clock by the server's, and loads the page anew when the server is of another build. */
async function compareVersion() {
  const server = await probe();
  if (!server) throw new Error('no version');
  clockError = Date.now() - Date.parse(server.now);
  if (page.dataset.build === server.build) return;
  if (await renew('build') === 'away') throw new Error('another build is starting');
  // 'often': nodes of two builds answer by turns; better to follow than to reload for ever
}

async function ask(keys) {
  if (!connection || !keys.length) return; // connect() asks for all
  for (const key of keys) topics.get(key).askedAt = Date.now();
  const refused = await connection.invoke('Subscribe', keys).catch(() => keys); // where the line closed, connect() asks again
  for (const key of keys)
    if (topics.has(key)) topics.get(key).refused = refused.includes(key);
}

function receive({ key, epoch, offset, asOf, data, gone = [] }, whole) {
  const topic = topics.get(key);
  if (!topic) return;
  const last = topic.last;
  if (!whole) {
    if (last?.epoch !== epoch || offset > last.offset + 1) return Date.now() - topic.askedAt > 3_000 && ask([key]);
    if (offset <= last.offset) return;
  }
  const all = whole ? data : Object.assign(last.data, data); // a square of the map has thousands: not copied for each change
  for (const name of gone) delete all[name];
  topic.askedAt = 0;
  topic.last = { epoch, offset, asOf: Date.parse(asOf), data: all, changed: whole ? null : data, gone };
  for (const handler of [...topic.handlers]) handler(topic.last);
}
