// The map's symbols, drawn once for the map and its legend: circle device, square place, hexagon people, diamond hazard; ring cluster.
// A symbol is named by what it is: `dot|1`, `square|2|cctv`, `ring|3` (severity), `alarm|3`, `line|4`, `area|5`.
import { putImage, square } from '/js/map/ink.js';
import { icons } from '/js/onemap/icons.js';

const warn = [null, 'blue', 'yellow', 'orange', 'red'];

/** Waits for the icons. `image(name)` puts a symbol among the map's images; `picture(name)` is it for a legend. */
export async function loadSymbols(map, ink) {
  const sprite = await icons;
  const k = ink.unit / 4;
  const draw = (name, side) => square(side, context => paint(context, side, name.split('|'), ink, sprite));
  return {
    image(name) {
      if (!map.hasImage(name)) putImage(map, name, draw(name, (name.startsWith('ring') ? 34 : 22) * k));
      return name;
    },
    picture(name) {
      const canvas = name.startsWith('alarm') ? copyOf(map.getImage(name.replace('|', '-'))) : draw(name, 20 * k);
      canvas.setAttribute('aria-hidden', 'true');
      return canvas;
    },
  };
}

/** An image that the base map has already drawn. */
function copyOf({ data }) {
  const canvas = Object.assign(document.createElement('canvas'), { width: data.width, height: data.height });
  canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(data.data), data.width, data.height), 0, 0);
  return canvas;
}

/** The colour of a number of the data palette; colour 1 of a symbol with a frame is plain ink. */
export const colourOf = (ink, number) => ink[`cat-${number}`] ?? ink['cat-1'];

function paint(c, side, [shape, number, iconName], ink, sprite) {
  c.scale(side / 24, side / 24);
  c.lineJoin = c.lineCap = 'round';
  const colour = colourOf(ink, number);
  if (shape === 'ring') return ring(c, Number(number), ink);
  if (shape === 'dot') return dot(c, colour, ink);
  if (shape === 'off') return circle(c, 12, 12, 5, ink['map-sea'], ink['text-2'], 1.8);
  if (shape === 'line') return stroke(c, new Path2D('M3 16 10 9l4 5 7-7'), colour, 2.4);
  if (shape === 'area') return area(c, colour);
  const frame = number === '1' ? ink['text-1'] : colour;
  const outline = outlines[shape]();
  c.fillStyle = ink['bg-1'];
  c.strokeStyle = ink['map-sea'];
  c.lineWidth = 3.6; // an edge that stands on every ground
  c.stroke(outline);
  c.fill(outline);
  stroke(c, outline, frame, 1.5);
  c.translate(12, 12);
  c.scale(.52, .52);
  c.translate(-12, -12);
  for (const path of pathsOf(sprite, iconName)) stroke(c, path, frame, 2.4);
}

const outlines = {
  square: () => { const path = new Path2D(); path.roundRect(2, 2, 20, 20, 4); return path; },
  hexagon: () => new Path2D('M12 1.6 21 6.8v10.4L12 22.4 3 17.2V6.8Z'),
  diamond: () => new Path2D('M12 1 23 12 12 23 1 12Z'),
};

function stroke(c, path, colour, width) {
  c.strokeStyle = colour;
  c.lineWidth = width;
  c.stroke(path);
}

function circle(c, x, y, r, fill, edge, width) {
  const path = new Path2D();
  path.arc(x, y, r, 0, 2 * Math.PI);
  c.fillStyle = fill;
  c.fill(path);
  stroke(c, path, edge, width);
}

const dot = (c, colour, ink) => circle(c, 12, 12, 6, colour, ink['map-sea'], 1.6);

function area(c, colour) {
  const path = new Path2D('M4 7 13 4l7 5-2 10-12 1Z');
  c.globalAlpha = .3;
  c.fillStyle = colour;
  c.fill(path);
  c.globalAlpha = 1;
  stroke(c, path, colour, 1.6);
}

/** Neutral, or in the worst severity inside with a triangle at its shoulder. */
function ring(c, severity, ink) {
  const colour = severity ? ink[`warn-${warn[severity]}-fill`] : ink['text-3'];
  circle(c, 12, 12, 9, ink['bg-1'], colour, severity ? 2.2 : 1.5);
  if (!severity) return;
  const flag = new Path2D('M18.6 1.4 22.4 8h-7.6Z');
  stroke(c, flag, ink['map-sea'], 1.6);
  c.fillStyle = colour;
  c.fill(flag);
}

/** The strokes of an icon of the set; none for a name that is not in it. */
function pathsOf(sprite, name) {
  const symbol = sprite?.getElementById(name);
  return symbol ? [...symbol.children].map(pathOf) : [];
}

function pathOf(shape) {
  const number = name => Number(shape.getAttribute(name) ?? 0);
  const path = new Path2D(shape.localName === 'path' ? shape.getAttribute('d') : undefined);
  if (shape.localName === 'circle') path.arc(number('cx'), number('cy'), number('r'), 0, 2 * Math.PI);
  if (shape.localName === 'ellipse') path.ellipse(number('cx'), number('cy'), number('rx'), number('ry'), 0, 0, 2 * Math.PI);
  if (shape.localName === 'rect') path.roundRect(number('x'), number('y'), number('width'), number('height'), number('rx'));
  if (shape.localName === 'line') { path.moveTo(number('x1'), number('y1')); path.lineTo(number('x2'), number('y2')); }
  if (/^poly/.test(shape.localName)) path.addPath(new Path2D(`M${shape.getAttribute('points')}${shape.localName === 'polygon' ? 'Z' : ''}`));
  return path;
}
