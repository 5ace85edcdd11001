// The view as a picture to keep or to print: title, map with names, scale, north, legend, source, and who made it when, across all of it.
import { ask, icon, make } from '/js/onemap/dom.js';

const two = number => String(number).padStart(2, '0');

/** Opens the dialog with the picture. The server is told before each picture: what it answers stands across it. */
export async function openPrint({ root, host, map, ink, view, legend }) {
  const ground = await photograph(map);
  const [[west, south], [east, north]] = map.getBounds().toArray();
  const title = make('input', { class: 'cc-input', value: `${root.dataset.place}一张图`, 'aria-label': '图名', maxlength: 40 });
  const picture = make('img', { alt: '出图预览', hidden: true });
  const fault = make('p', { class: 'fault', role: 'alert', hidden: true });
  const kept = new AbortController();
  let drawing = null; // resolves with true when there is a picture of the title

  async function draw() {
    picture.hidden = true;
    fault.hidden = true;
    try {
      const mark = await ask('/api/v1/map/prints', {
        method: 'POST', headers: { 'content-type': 'application/json' }, signal: kept.signal,
        body: JSON.stringify({ title: title.value, bounds: [west, south, east, north].map(number => Math.max(-180, Math.min(180, number))), layers: drawnIn(view.state) }),
      });
      const sheet = compose(title.value.trim(), { ground, host, ink, legend, mark: { by: mark.by, at: beijing(mark.at) } });
      const blob = await new Promise(done => sheet.toBlob(done));
      URL.revokeObjectURL(picture.src);
      picture.src = URL.createObjectURL(blob);
      picture.hidden = false;
      return true;
    } catch (refused) {
      if (refused.name === 'AbortError') return false;
      fault.hidden = false;
      fault.replaceChildren(icon('circle-x'), refused.message, make('button', { type: 'button', class: 'cc-button', onclick: () => { drawing = draw(); } }, '重试'));
      return false;
    }
  }

  title.addEventListener('change', () => { drawing = draw(); });
  const dialog = make('dialog', { class: 'print', 'data-modal': true, 'aria-label': '出图', onclose: () => { kept.abort(); URL.revokeObjectURL(picture.src); dialog.remove(); } },
    make('header', {}, make('h2', {}, '出图'), title,
      make('button', { type: 'button', class: 'cc-button', onclick: () => dialog.close() }, '关闭'),
      make('button', { type: 'button', class: 'cc-button', onclick: async () => { if (await drawing) printOut(picture); } }, '打印'),
      make('button', { type: 'button', class: 'cc-button primary', onclick: async () => { if (await drawing) keep(picture, title.value); } }, '下载图片')),
    fault, picture, make('p', { class: 'note' }, '出图记入审计；图上有出图人和时间'));
  root.append(dialog);
  drawing = draw();
}

/** What is on the picture, by its ids. */
const drawnIn = ({ layers, base }) => [...layers.filter(item => !item.hidden).map(item => item.id), ...base ? [`base-${base}`] : []];

function keep(picture, title) {
  make('a', { href: picture.src, download: `${title.replace(/[\\/:*?"<>|]/g, '') || '地图'}.png` }).click();
}

/** Only the picture goes to paper (base.css). */
async function printOut(picture) {
  const paper = make('img', { class: 'cc-paper', src: picture.src, alt: '' });
  document.body.append(paper);
  await paper.decode();
  globalThis.addEventListener('afterprint', () => paper.remove(), { once: true });
  globalThis.print();
}

/** The drawn map, taken within the frame that drew it: afterwards the buffer is empty. */
const photograph = map => new Promise(resolve => {
  map.once('render', () => {
    const canvas = map.getCanvas();
    const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
    copy.getContext('2d').drawImage(canvas, 0, 0);
    resolve(copy);
  });
  map.triggerRepaint();
});

function compose(title, { ground, host, ink, legend, mark }) {
  const dense = ground.width / host.clientWidth; // device pixels to a px of the page
  const u = ink.unit * dense;
  const [head, foot, margin] = [14 * u, 14 * u, 4 * u];
  const sheet = Object.assign(document.createElement('canvas'), { width: ground.width + 2 * margin, height: ground.height + head + foot });
  const c = sheet.getContext('2d');
  const font = getComputedStyle(host).fontFamily;
  const write = (text, x, y, size, colour, align = 'left', weight = 400) => {
    c.font = `${weight} ${size * u}px ${font}`;
    [c.fillStyle, c.textAlign, c.textBaseline] = [colour, align, 'middle'];
    c.fillText(text, x, y);
  };
  c.fillStyle = ink['bg-1'];
  c.fillRect(0, 0, sheet.width, sheet.height);
  c.drawImage(ground, margin, head);
  c.save();
  c.translate(margin, head);
  names(c, host, ink, dense, font);
  marks(c, ground, mark, ink, u, font);
  north(c, ground.width - 10 * u, 10 * u, u, ink, write);
  key(c, ground, legend, u, ink, write);
  c.restore();
  c.strokeStyle = ink['line-3'];
  c.lineWidth = Math.max(1, dense);
  c.strokeRect(margin, head, ground.width, ground.height);
  write(title, sheet.width / 2, head / 2, 6, ink['text-1'], 'center', 600);
  const frame = host.parentElement;
  write(frame.querySelector('.source')?.textContent ?? '', margin, sheet.height - 10 * u, 3, ink['text-2']);
  scaleBar(c, frame.querySelector('[data-scale]'), sheet.width - margin, sheet.height - foot / 2, dense, u, ink, write);
  write(`${mark.by} · ${mark.at} 制`, margin, sheet.height - 4.5 * u, 3, ink['text-2']);
  return sheet;
}

/** The names of regions, which stand beside the canvas as text of the page. */
function names(c, host, ink, dense, font) {
  const origin = host.getBoundingClientRect();
  for (const name of host.querySelectorAll('.label:not([hidden]) .name')) {
    if (!name.checkVisibility()) continue;
    const box = name.getBoundingClientRect();
    const style = getComputedStyle(name);
    c.font = `${style.fontWeight} ${parseFloat(style.fontSize) * dense}px ${font}`;
    [c.textAlign, c.textBaseline, c.lineJoin] = ['center', 'middle', 'round'];
    const [x, y] = [(box.x + box.width / 2 - origin.x) * dense, (box.y + box.height / 2 - origin.y) * dense];
    c.strokeStyle = ink['map-halo'];
    c.lineWidth = 3 * dense;
    c.strokeText(name.textContent, x, y);
    c.fillStyle = ink['map-label'];
    c.fillText(name.textContent, x, y);
  }
}

function marks(c, { width, height }, { by, at }, ink, u, font) {
  c.save();
  c.beginPath();
  c.rect(0, 0, width, height);
  c.clip();
  c.globalAlpha = .09;
  c.fillStyle = ink['text-1'];
  c.font = `400 ${5 * u}px ${font}`;
  c.rotate(-Math.PI / 9);
  const text = `${by} ${at}`;
  for (let y = 0; y < height * 1.5; y += 34 * u)
    for (let x = -height / 2; x < width; x += 76 * u) c.fillText(text, x + (y / (34 * u) % 2) * 38 * u, y);
  c.restore();
}

function north(c, x, y, u, ink, write) {
  c.fillStyle = ink['text-1'];
  c.fill(new Path2D(`M${x} ${y - 5 * u}l${2.6 * u} ${8 * u}l${-2.6 * u} ${-2 * u}l${-2.6 * u} ${2 * u}Z`));
  write('北', x, y + 6 * u, 3.5, ink['text-1'], 'center', 600);
}

function key(c, { height }, legend, u, ink, write) {
  const lines = [...legend.querySelectorAll('li')].slice(0, 14);
  if (!lines.length) return;
  const [x, y, row, wide] = [3 * u, height - (lines.length * 6 + 12) * u, 6 * u, 44 * u];
  c.fillStyle = ink['bg-1'];
  c.fillRect(x, y, wide, lines.length * row + 9 * u);
  write('图例', x + 3 * u, y + 4.5 * u, 3.5, ink['text-1'], 'left', 600);
  for (const [index, line] of lines.entries()) {
    const middle = y + 9 * u + index * row + row / 2 - u;
    c.drawImage(line.querySelector('canvas'), x + 3 * u, middle - 2.4 * u, 4.8 * u, 4.8 * u);
    write(line.querySelector('span').textContent.slice(0, 12), x + 9 * u, middle, 3, ink['text-2']);
  }
}

function scaleBar(c, element, right, y, dense, u, ink, write) {
  const width = element.querySelector('i').getBoundingClientRect().width * dense;
  c.strokeStyle = ink['text-1'];
  c.stroke(new Path2D(`M${right - width} ${y - u}v${2 * u}h${width}v${-2 * u}`));
  write(element.querySelector('span').textContent, right - width - 2 * u, y, 3, ink['text-1'], 'right');
}

/** Beijing time, to the minute. */
function beijing(instant) {
  const d = new Date(Date.parse(instant) + 8 * 3600_000);
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
}
