// Views that somebody wants back: kept in this browser, for this account; and the link to the view for somebody else.
import { icon, make } from '/js/onemap/dom.js';

const most = 30;

export function createBookmarks({ root, part, view, account, tell }) {
  const menu = part('bookmarks');
  const key = `map-bookmarks|${account}`;
  const load = () => { try { return JSON.parse(localStorage.getItem(key)) ?? []; } catch { return []; } };
  const save = list => localStorage.setItem(key, JSON.stringify(list));

  function draw() {
    const list = load();
    menu.replaceChildren(
      make('form', { onsubmit: event => { event.preventDefault(); keep(new FormData(event.target).get('name').trim()); } },
        make('input', { class: 'cc-input', name: 'name', placeholder: '给当前视图起个名字', 'aria-label': '书签名称', maxlength: 40, required: true, autocomplete: 'off' }),
        make('button', { type: 'submit', class: 'cc-button primary' }, '保存视图')),
      make('ul', {}, list.map((one, index) => make('li', {},
        make('a', { href: one.address, 'data-enhance-nav': 'false', 'data-verbatim': true }, one.name),
        make('button', { type: 'button', class: 'cc-button icon plain', 'aria-label': `删除书签${one.name}`, onclick: event => { event.stopPropagation(); save(load().toSpliced(index, 1)); draw(); } }, icon('trash'))))),
      make('p', { class: 'note' }, list.length ? '书签存在这个浏览器里' : '还没有书签'));
  }

  function keep(name) {
    if (!name) return;
    const { pathname, search } = new URL(view.address());
    save([{ name, address: pathname + search }, ...load().filter(one => one.name !== name)].slice(0, most));
    draw();
    tell(`已保存“${name}”`);
  }

  root.querySelector('[data-do="share"]').addEventListener('click', async () => {
    const address = view.address();
    const copied = await navigator.clipboard?.writeText(address).then(() => true, () => false);
    tell(copied ? '链接已复制，打开它的人只看到自己有权看的图层' : `请复制地址栏：${address.length > 60 ? `${address.slice(0, 60)}…` : address}`);
  });
  draw();
}
