// Elements made in script: words only as text, never as markup.

import { icons } from '/js/onemap/icons.js';

const svg = 'http://www.w3.org/2000/svg';
let kept = null;
icons.then(set => { kept = set; });

/** An element; a function under `onclick` and the like listens, null and false leave an attribute out, children are nodes or words. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** An icon of the set, by its name. */
export function icon(name) {
  const element = document.createElementNS(svg, 'svg');
  element.setAttribute('class', 'cc-icon');
  element.setAttribute('aria-hidden', 'true');
  const symbol = kept?.getElementById(name);
  if (symbol) {
    element.setAttribute('viewBox', symbol.getAttribute('viewBox'));
    element.append(...[...symbol.children].map(shape => document.importNode(shape, true)));
    return element;
  }
  const use = document.createElementNS(svg, 'use');
  use.setAttribute('href', `/lib/lucide/sprite.svg#${name}`);
  element.append(use);
  return element;
}

const attention = 60_000; // after it a page fetches by itself
let touchedAt = performance.now();
for (const kind of ['pointerdown', 'keydown', 'wheel']) addEventListener(kind, () => { touchedAt = performance.now(); }, { capture: true, passive: true });

/** Told to the server of what a page fetches by itself: it keeps no session from idling out. */
const byPage = headers => performance.now() - touchedAt < attention ? headers : { ...headers, 'x-by-page': '1' };

/** JSON of the server; throws with the server's Chinese sentence, or with `lost` when it does not answer. */
export async function ask(address, options = {}) {
  let answer;
  try {
    answer = await fetch(address, { ...options, headers: byPage(options.headers) });
  } catch (fault) {
    if (fault.name === 'AbortError') throw fault;
    throw Object.assign(new Error('与服务器失联，没有取到数据'), { lost: true });
  }
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(problem.detail ?? '服务器没有给出数据'), { code: problem.code ?? String(answer.status) });
}

/** 5,912 · 1,348 */
export const count = number => number?.toLocaleString('en-US') ?? '–';
