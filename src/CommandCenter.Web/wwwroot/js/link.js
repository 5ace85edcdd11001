// The line from this page to its server: what the page says while it is lost, who answers, and the one way to load a page anew.
// Load it by its plain address everywhere, so that the live panels and the circuit of a page share what it knows.

const page = document.documentElement;
const broken = new Map(); // 'hub' or 'circuit' → 'lost' or 'ended'
const mostInAMinute = 3;
const reloadLimit = 20_000;
let lostAt = 0;
let leaving = false;

/** A line of the page is 'up', 'lost', or 'ended' with the session. Written as data-link on the html element; css, panels and shell read it. */
export function tellLink(line, state) {
  if (state === 'up') broken.delete(line);
  else broken.set(line, state);
  if (broken.size === 0) delete page.dataset.link;
  else page.dataset.link = [...broken.values()].includes('ended') ? 'ended' : 'lost';
  lostAt = broken.size === 0 ? 0 : lostAt || performance.now();
}

/** How long the page has been without a line, as 00:00; empty while it has all of them. */
export function lostFor() {
  if (!lostAt) return '';
  const seconds = Math.floor((performance.now() - lostAt) / 1000);
  return [seconds / 60, seconds % 60].map(n => String(Math.floor(n)).padStart(2, '0')).join(':');
}

/** Who answers: { instance, build, now }; null while nobody does. */
export async function probe() {
  try {
    const answer = await fetch('/version', { cache: 'no-store', signal: AbortSignal.timeout(4_000) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/**
 * Loads the page anew, but only once the server has handed it out whole: one that is half up, full or on its way out must not
 * leave an error page behind. Where the session has ended the same reload leads to the login, and from there back.
 * Resolves only when the page is still here: 'away', ask again · 'often', renewed three times in a minute for this reason already.
 */
export async function renew(reason) {
  if (leaving) return 'away';
  if (reason && recent(reason).length >= mostInAMinute) return 'often';
  try {
    const answer = await fetch(location.href, {
      headers: { accept: 'text/html' }, redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(10_000),
    });
    if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return 'away';
    await answer.text();
  } catch {
    return 'away';
  }
  if (reason) sessionStorage.setItem(`renewed|${reason}`, JSON.stringify([...recent(reason), Date.now()]));
  leaving = true;
  location.reload();
  await new Promise(resolve => setTimeout(resolve, reloadLimit)); // survived: the server went in between
  leaving = false;
  return 'away';
}

// Somebody is on the way to another page, perhaps signing out: the line that ends meanwhile must not turn him back.
addEventListener('beforeunload', () => {
  leaving = true;
  setTimeout(() => { leaving = false; }, reloadLimit); // still here: it was a download, or he was not let go
});

/** When this tab was renewed for the reason within the last minute. */
function recent(reason) {
  const times = JSON.parse(sessionStorage.getItem(`renewed|${reason}`) ?? '[]');
  return times.filter(time => Math.abs(Date.now() - time) < 60_000);
}
