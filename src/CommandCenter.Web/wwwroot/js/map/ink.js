// What the map is drawn with: the theme's tokens as plain values, hatches and alarm signs as generated images.

const names = [
  'map-sea', 'map-land', 'map-water', 'map-coast', 'map-graticule', 'map-line-city', 'map-line-county', 'map-line-town', 'map-select',
  'seq-1', 'seq-2', 'seq-3', 'seq-4', 'seq-5', 'choropleth-opacity', 'nodata', 'line-2', 'line-3', 'text-1', 'text-2', 'text-3', 'bg-0', 'bg-1',
  'map-halo', 'map-label', 'map-label-2', 'accent', 'accent-2', 'on-accent', 'cat-1', 'cat-2', 'cat-3', 'cat-4', 'cat-5', 'cat-6',
  'warn-red-fill', 'warn-red-on', 'warn-orange-fill', 'warn-orange-on', 'warn-yellow-fill', 'warn-yellow-on', 'warn-blue-fill', 'warn-blue-on',
];

/** Colours of the theme by token name, and `unit`: the 4-px grid of this screen in px (8 on a 4K wall). */
export function readInk(element) {
  const style = getComputedStyle(element);
  const ink = Object.fromEntries(names.map(name => [name, style.getPropertyValue(`--cc-${name}`).trim()]));
  return { ...ink, unit: parseFloat(style.columnGap) || 4 }; // MapView.razor.css sets column-gap to --cc-u
}

/** The images of the style: `hatch-old` lies over a class colour, `hatch-none` over the colour of no data. */
export function addImages(map, ink) {
  const k = ink.unit / 4;
  const edge = document.documentElement.dataset.theme === 'light' ? ink['text-1'] : ink['bg-0'];
  putImage(map, 'hatch-old', square(9 * k, c => stripes(c, 9 * k, 3.2 * k, ink['map-sea'], .62)));
  putImage(map, 'hatch-none', square(11 * k, c => stripes(c, 11 * k, 2.2 * k, ink['line-2'], .8)));
  for (const [severity, colour] of ['blue', 'yellow', 'orange', 'red'].entries())
    putImage(map, `alarm-${severity + 1}`, square(22 * k, c => alarm(c, 22 * k, ink[`warn-${colour}-fill`], ink[`warn-${colour}-on`], edge)));
}

/** Puts a picture of `square` among the images of the style, in place of one of that name. */
export function putImage(map, name, canvas) {
  const image = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  if (map.hasImage(name)) map.removeImage(name);
  map.addImage(name, image, { pixelRatio: devicePixelRatio });
}

/** A canvas of so many px to the side, as sharp as the screen. */
export function square(side, draw) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.round(side * devicePixelRatio);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.scale(canvas.width / side, canvas.height / side);
  draw(context);
  return canvas;
}

function stripes(c, side, width, colour, alpha) {
  c.globalAlpha = alpha;
  c.strokeStyle = colour;
  c.lineWidth = width;
  for (const shift of [-side, 0, side]) {
    c.beginPath();
    c.moveTo(shift - side, 2 * side);
    c.lineTo(shift + 2 * side, -side);
    c.stroke();
  }
}

/** The triangle of AlarmMark.razor, edged so that it stands on every fill. */
function alarm(c, side, fill, sign, edge) {
  c.scale(side / 24, side / 24);
  c.lineJoin = c.lineCap = 'round';
  const triangle = new Path2D('M12 3.6 21.6 20.4H2.4Z');
  c.strokeStyle = edge;
  c.lineWidth = 3.6;
  c.stroke(triangle);
  c.fillStyle = c.strokeStyle = fill;
  c.lineWidth = 1.5;
  c.fill(triangle);
  c.stroke(triangle);
  c.strokeStyle = sign;
  c.lineWidth = 1.3;
  c.stroke(new Path2D('M9.2 16.2h5.6c-.8-.8-1-1.6-1-3a1.8 1.8 0 0 0-3.6 0c0 1.4-.2 2.2-1 3Zm1.9 1.7h1.8'));
}
