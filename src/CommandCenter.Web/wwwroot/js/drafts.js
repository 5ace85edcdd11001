// Keeps what is typed into [data-draft] fields in this tab until it is saved: through a reload, a restarted server, a login.
//   <Draft Of="account:42" @ref="draft"> <input data-draft="name" @bind="name" /> </Draft>   and after saving: draft.ClearAsync()
// A field that only leads to another's value (the lists of a region picker) names it: data-draft-into="scope".
// A draft belongs to one account, page, thing and field. Passwords and codes are never kept.

const page = document.documentElement;
const secret = 'input:is([type=password], [type=hidden], [type=file], [autocomplete*=password], [autocomplete=one-time-code])';
const longest = 20_000;
const fieldsOf = root => [...root.querySelectorAll('[data-draft]')].filter(field => !field.matches(secret));
const account = encodeURIComponent(page.dataset.account ?? '');
const keyOf = field => ['draft', account, location.pathname, field.closest('[data-draft-of]')?.dataset.draftOf ?? '', field.dataset.draft ?? field.dataset.draftInto].join('|');
const isBox = field => field.matches('[type=checkbox], [type=radio]');
const read = field => isBox(field) ? String(field.checked) : field.value;

function write(field, text) {
  if (isBox(field)) field.checked = text === 'true';
  else field.value = text;
  for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
}

/** Puts the drafts of an element's fields back and tells the circuit. Returns how many fields differed from what was rendered. */
export function restore(root) {
  let restored = 0;
  for (const field of fieldsOf(root)) {
    const text = sessionStorage.getItem(keyOf(field));
    if (text === null) continue;
    if (read(field) !== text) {
      write(field, text);
      restored++;
    }
    if (sessionStorage.getItem('draft-focus') === keyOf(field) && document.activeElement === document.body) field.focus();
  }
  return restored;
}

/** Drops the drafts of an element's fields: they were saved, or are not wanted. */
export function drop(root) {
  for (const field of fieldsOf(root)) sessionStorage.removeItem(keyOf(field));
}

function keep({ target, again }) {
  const field = target.closest?.('[data-draft], [data-draft-into]');
  if (again || !field || !account || field.matches(secret)) return;
  const text = read(field);
  try {
    if (text.length > longest) sessionStorage.removeItem(keyOf(field));
    else sessionStorage.setItem(keyOf(field), text);
    sessionStorage.setItem('draft-focus', keyOf(field));
  } catch {
    // the tab's store is full: the field works, its draft does not
  }
}

function dropAll(wanted) {
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith('draft') && wanted(key)) sessionStorage.removeItem(key);
}

for (const kind of ['input', 'change']) document.addEventListener(kind, keep, true);

// Signing out ends the drafts in every tab; a session that merely ended does not. Another account never sees them.
const signOuts = new BroadcastChannel('sign-out');
signOuts.onmessage = () => dropAll(() => true);
document.addEventListener('submit', ({ target }) => {
  if (new URL(target.action, location.href).pathname !== '/logout') return;
  dropAll(() => true);
  signOuts.postMessage('');
}, true);
if (account) dropAll(key => key.startsWith('draft|') && key.split('|')[1] !== account);
