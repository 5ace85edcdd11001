// Starts Blazor by hand with a reconnect of ours: probe the server, then resume the circuit or load the page anew.
// Keystrokes typed while the line is down never reach the old circuit: those fields are told again after a resume.

const card = document.getElementById('link-lost');
const typed = new Set();
let lostAt = 0;
let clock;

const two = n => String(n).padStart(2, '0');
const wait = ms => new Promise(resolve => setTimeout(resolve, ms));
const within = (ms, work) => Promise.race([work, wait(ms).then(() => false)]);

function showLost() {
  lostAt = Date.now();
  card.hidden = false;
  document.documentElement.dataset.link = 'lost';
  clock = setInterval(() => {
    const s = Math.floor((Date.now() - lostAt) / 1000);
    card.querySelector('[data-elapsed]').textContent = `${two(Math.floor(s / 60))}:${two(s % 60)}`;
  }, 1000);
}

function showBack() {
  clearInterval(clock);
  lostAt = 0;
  card.hidden = true;
  delete document.documentElement.dataset.link;
  for (const field of typed)
    for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
  typed.clear();
}

function showFault() {
  card.querySelector('[data-title]').textContent = '页面出错，已停止更新';
  card.querySelector('[data-note]').textContent = '故障已经记录。请重新载入页面。';
  card.hidden = false;
}

/** The id of the process that answers, or null while none does. */
async function probe() {
  try {
    const answer = await fetch('/version', { cache: 'no-store', signal: AbortSignal.timeout(4000) });
    return answer.ok ? (await answer.json()).instance : null;
  } catch {
    return null;
  }
}

async function heal() {
  for (let pause = 500; lostAt; pause = Math.min(pause * 1.6, 5000)) {
    const server = await probe();
    if (server && server !== document.documentElement.dataset.server) return location.reload();
    if (server) {
      try {
        if (await within(8000, Blazor.reconnect())) return showBack();
        return location.reload();
      } catch {
        // not yet: try again after the pause
      }
    }
    await wait(pause * (.7 + Math.random() * .6));
  }
}

document.addEventListener('input', event => { if (lostAt) typed.add(event.target); }, true);
card.querySelector('[data-reload]').addEventListener('click', () => location.reload());

const fault = document.getElementById('blazor-error-ui');
new MutationObserver(() => { if (fault.style.display === 'block') { fault.style.display = 'none'; showFault(); } })
  .observe(fault, { attributes: true, attributeFilter: ['style'] });

Blazor.start({
  circuit: {
    reconnectionHandler: {
      onConnectionDown: () => { showLost(); heal(); },
      onConnectionUp: () => { if (lostAt) showBack(); },
    },
  },
});
