// Starts Blazor by hand, with a reconnect of ours: ask who answers, then resume the circuit or load the page anew.
// Keystrokes typed while the line is down never reach the old circuit: those fields are told again after it is resumed.
import { lostFor, probe, renew, tellLink } from '/js/link.js';

const page = document.documentElement;
const card = document.getElementById('link-lost');
const fault = document.getElementById('blazor-error-ui');
const startLimit = 20_000;
const silenceLimit = 15_000; // the server pings every 5 s
const typed = new Map(); // field → when
let opened = false; // the circuit stood once
let healing = false;

const wait = ms => new Promise(resolve => setTimeout(resolve, ms));
const within = (ms, work) => Promise.race([work, wait(ms).then(() => false)]);

// ---- what the page says ---------------------------------------------------------------------------------------

const words = {
  lost: ['与服务器失联', '正在重新连接。可以继续填写，按钮暂不可用。'],
  start: ['页面还没有接通', '正在重新连接。数据可以看，暂时不能操作。'],
  ended: ['登录已失效', '正在转到登录页。用同一账号登录后，填写的内容还在。'],
  fault: ['页面出错，正在重新载入', '故障已经记录，填写的内容不会丢。'],
  often: ['页面连续出错，已停止更新', '故障已经记录。请稍后重新载入；仍不行，请告诉系统管理员。'],
};

function say(what) {
  [card.querySelector('[data-title]').textContent, card.querySelector('[data-note]').textContent] = words[what];
  card.dataset.says = what;
  card.hidden = false;
}

setInterval(() => {
  for (const place of card.querySelectorAll('[data-elapsed]')) place.textContent = lostFor();
}, 500);

// ---- the line of the circuit ----------------------------------------------------------------------------------

/** Tries until the page is whole again or on its way to be. */
async function heal() {
  if (healing) return;
  healing = true;
  tellLink('circuit', 'lost');
  setTimeout(() => { if (healing && card.hidden) say(opened ? 'lost' : 'start'); }, 1_000); // a hiccup needs no card
  let refusals = 0;
  for (let pause = 500; healing; pause = Math.min(pause * 1.6, 5_000)) {
    const server = await probe();
    if (server) await resume(server).catch(failure => leaveIfEnded(failure, ++refusals));
    if (healing) await wait(pause * (.7 + Math.random() * .6));
  }
}

/** Takes the circuit up again or loads the page anew; throws when the circuit could not be asked. */
async function resume(server) {
  if (!opened) await renew('start');
  else if (server.instance === page.dataset.server && await within(15_000, Blazor.reconnect())) back();
  else await renew(); // restarted, evicted, or it does not answer
}

/** Without a session no circuit is resumed; nor is one that was refused again and again, whatever the reason. */
async function leaveIfEnded(failure, refusals) {
  const ended = /\b40[13]\b/.test(failure);
  if (ended) {
    tellLink('circuit', 'ended');
    say('ended');
  }
  if (ended || refusals > 3) await renew('refused');
}

function back() {
  healing = false;
  card.hidden = true;
  tellLink('circuit', 'up');
  const fields = [...typed.keys()]; // telling them again is heard by remember() as well
  typed.clear();
  // Their drafts are kept already, unless they were saved in the meantime: "again" keeps none anew.
  for (const field of fields)
    for (const kind of ['input', 'change']) field.dispatchEvent(Object.assign(new Event(kind, { bubbles: true }), { again: true }));
}

/** What was typed shortly before counts as well: a line that hangs is noticed late. */
function remember({ target }) {
  if (target.type === 'file') return;
  const now = performance.now();
  if (!healing)
    for (const [field, at] of typed) if (now - at > silenceLimit + 5_000) typed.delete(field);
  typed.set(target, now);
}

for (const kind of ['input', 'change']) document.addEventListener(kind, remember, true);
/** What cannot be sent is not taken: a press of a button would be lost without a word. Fields go on. */
function refuse(event) {
  if (!healing || card.contains(event.target) || event.target.closest('input, select, textarea, label')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

for (const kind of ['click', 'submit']) document.addEventListener(kind, refuse, true);
card.querySelector('[data-reload]').addEventListener('click', () => location.reload());

// ---- what goes wrong in the page ------------------------------------------------------------------------------

/** An exception ended the circuit. Three in a minute: a page that always throws is left alone. */
async function renewAfterFault() {
  say('fault');
  await wait(1_500); // long enough to be read
  for (let pause = 1_000; ; pause = Math.min(pause * 1.6, 15_000)) {
    const outcome = await renew('fault');
    if (outcome === 'often') return say('often');
    await wait(pause);
  }
}

// Blazor shows this element when an exception ended the circuit, and also when a connection could not be made.
new MutationObserver(() => {
  if (fault.style.display !== 'block') return;
  fault.style.display = 'none';
  if (healing) return;
  if (opened) renewAfterFault();
  else heal();
}).observe(fault, { attributes: true, attributeFilter: ['style'] });

/** A page with parts for a circuit that gets none in time only looks alive. */
function watchStart() {
  const comments = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
  let wants = false;
  while (!wants && comments.nextNode()) wants = comments.currentNode.data.startsWith('Blazor:{"type":"server"');
  if (wants && !opened) setTimeout(() => { if (!opened) heal(); }, startLimit);
}

watchStart();
if (globalThis.Blazor) {
  Blazor.start({
    circuit: {
      configureSignalR: line => line.withServerTimeout(silenceLimit).withKeepAliveInterval(5_000),
      circuitHandlers: [{ onCircuitOpened: () => { opened = true; }, onCircuitClosed: () => { opened = false; } }],
      reconnectionHandler: { onConnectionDown: heal, onConnectionUp: () => {} },
    },
  });
  Blazor.addEventListener('enhancedload', watchStart);
} else heal(); // its script did not come
page.dataset.started = 'true';
