// A layer of the catalogue as layers of the map's style: points as dots or symbols, those of a crowded cell as a ring in the worst
// severity, lines, areas, buildings raised to their height. Nothing here knows a layer by its name.
import { symbolOf } from '/js/onemap/catalogue.js';
import { colourOf } from '/js/onemap/symbols.js';

const severities = ['blue', 'yellow', 'orange', 'red'];
const isCell = ['has', 'count'];
const isOne = ['!', isCell];
const severity = ['to-number', ['get', 'severity'], 0];
const warns = ['>', severity, 0];

/** The style layers of an open layer, from bottom to top; ids begin with `{layer}|`. `ring(n)` and `symbol(name)` give names of images. */
export function styleOf(layer, item, ink, images) {
  const k = ink.unit / 4;
  const opacity = item.opacity / 100;
  const of = (part, type, rest) => ({
    id: `${layer.id}|${part}`, type, source: sourceOf(layer), ...item.data || layer.live ? {} : { 'source-layer': layer.id },
    minzoom: layer.style.fromZoom ?? 0, metadata: { layer: layer.id }, ...rest,
  });
  const shapes = { point: points, line: lines, polygon: areas, devices }[layer.live ? 'devices' : layer.kind](layer, of, ink, k, opacity, images, item);
  return layer.live ? shapes : [...shapes, ...labels(layer, item, of, ink, k, opacity)];
}

/** The source of a layer's tiles. */
export const sourceOf = layer => `of|${layer.id}`;

const colours = (layer, ink) => {
  const classes = layer.style.classes ?? [];
  const plain = colourOf(ink, layer.style.colour);
  return classes.length ? ['match', ['get', 'class'], ...distinct(classes).flatMap(one => [one.class, colourOf(ink, one.colour)]), plain] : plain;
};

const distinct = classes => classes.filter((one, index) => classes.findIndex(other => other.class === one.class) === index);

const warnColour = (ink, otherwise) => ['match', severity, ...severities.flatMap((name, index) => [index + 1, ink[`warn-${name}-fill`]]), otherwise];

const radius = k => ['interpolate', ['linear'], ['zoom'], 8, 2 * k, 11, 3.6 * k, 14, 5.5 * k, 17, 7 * k];

function points(layer, of, ink, k, opacity, images) {
  const hasIcons = layer.style.icon || layer.style.classes?.some(one => one.icon);
  return [
    ...cells(layer, of, ink, k, opacity),
    of('dots', 'circle', {
      filter: isOne,
      paint: {
        'circle-radius': hasIcons ? 2 * k : radius(k), 'circle-color': hasIcons && layer.style.colour === 1 ? ink['text-2'] : colours(layer, ink),
        'circle-opacity': opacity, 'circle-stroke-color': ink['map-sea'], 'circle-stroke-width': k, 'circle-stroke-opacity': opacity,
      },
    }),
    ...hasIcons ? [icons(layer, of, k, opacity, images)] : [],
    alarms(of, opacity, ['all', isOne, warns]),
    rings(of, ink, k, opacity, images),
  ];
}

/** A symbol stands where there is room for it; the dot under it stays where there is none. */
function icons(layer, of, k, opacity, images) {
  const classes = distinct(layer.style.classes ?? []);
  const plain = images.symbol(symbolOf(layer));
  return of('icons', 'symbol', {
    filter: isOne,
    layout: {
      'icon-image': classes.length ? ['match', ['get', 'class'], ...classes.flatMap(one => [one.class, images.symbol(symbolOf(layer, one.class))]), plain] : plain,
      'icon-size': ['interpolate', ['linear'], ['zoom'], 9, .7, 12, .85, 14, 1], 'icon-padding': k,
    },
    paint: { 'icon-opacity': opacity },
  });
}

/** Alarm: a triangle in its colour over what warns, the worst on top. */
const alarms = (of, opacity, filter) => of('alarms', 'symbol', {
  filter,
  layout: { 'icon-image': ['concat', 'alarm-', ['to-string', severity]], 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': severity },
  paint: { 'icon-opacity': opacity },
});

/** A cell of many: a dot as large as they are many. Its number stands in a ring where there is room for one. */
const cells = (layer, of, ink, k, opacity) => [of('cells', 'circle', {
  filter: isCell,
  paint: {
    'circle-radius': ['interpolate', ['linear'], ['log10', ['get', 'count']], 0, 2.4 * k, 1, 4 * k, 2, 6.5 * k, 4, 11 * k],
    'circle-color': warnColour(ink, colourOf(ink, layer.style.colour)), 'circle-opacity': .55 * opacity,
  },
})];

const rings = (of, ink, k, opacity, images) => of('rings', 'symbol', {
  filter: isCell,
  layout: {
    'icon-image': ['match', severity, ...[1, 2, 3, 4].flatMap(n => [n, images.symbol(`ring|${n}`)]), images.symbol('ring|0')],
    'icon-padding': 6 * k, 'text-field': short(['get', 'count']), 'text-size': 11.5 * k, 'text-padding': 0,
    'symbol-sort-key': ['-', 0, ['+', ['*', severity, 1e7], ['get', 'count']]],
  },
  paint: { 'text-color': ink['text-1'], 'text-opacity': opacity, 'icon-opacity': opacity },
});

/** 112 · 1.2k · 3.4万: three signs at most, they stand in a ring. */
const short = number => ['case',
  ['>=', number, 1e5], ['concat', ['to-string', ['round', ['/', number, 1e4]]], '万'],
  ['>=', number, 1e4], ['concat', ['number-format', ['/', number, 1e4], { locale: 'en-US', 'max-fraction-digits': 1 }], '万'],
  ['>=', number, 1e3], ['concat', ['number-format', ['/', number, 1e3], { locale: 'en-US', 'max-fraction-digits': 1 }], 'k'],
  ['to-string', number]];

function lines(layer, of, ink, k, opacity) {
  return [of('lines', 'line', {
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: {
      'line-color': warnColour(ink, colours(layer, ink)), 'line-opacity': opacity,
      'line-width': ['interpolate', ['linear'], ['zoom'], 8, .8 * k, 12, 1.6 * k, 16, 3.2 * k],
    },
  })];
}

function areas(layer, of, ink, k, opacity) {
  const colour = warnColour(ink, colours(layer, ink));
  const flat = [
    of('areas', 'fill', { paint: { 'fill-color': colour, 'fill-opacity': .28 * opacity } }),
    of('edges', 'line', { paint: { 'line-color': colour, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, .6 * k, 15, 1.4 * k], 'line-opacity': opacity } }),
  ];
  const raised = of('blocks', 'fill-extrusion', {
    filter: ['>', ['to-number', ['get', 'height'], 0], 0],
    paint: { 'fill-extrusion-color': colour, 'fill-extrusion-height': ['get', 'height'], 'fill-extrusion-opacity': .85 * opacity, 'fill-extrusion-vertical-gradient': true },
  });
  return layer.raised ? [...flat, raised] : flat;
}

/** The live devices: hollow when offline, an alarm in its colour, many on one spot as a ring. */
function devices(layer, of, ink, k, opacity, images) {
  const dots = (part, online, paint) => of(part, 'circle', { filter: ['==', ['get', 'online'], online], paint: { ...paint, 'circle-radius': radius(k), 'circle-opacity': opacity, 'circle-stroke-opacity': opacity } });
  return [
    ...cells(layer, of, ink, k, opacity),
    dots('off', false, { 'circle-color': ink['map-sea'], 'circle-stroke-color': ink['text-2'], 'circle-stroke-width': 1.2 * k }),
    dots('dots', true, { 'circle-color': ink.accent, 'circle-stroke-color': ink['map-sea'], 'circle-stroke-width': k }),
    alarms(of, opacity, ['all', isOne, warns]),
    rings(of, ink, k, opacity, images),
  ];
}

/** Written beside an object, where there is room. */
function labels(layer, item, of, ink, k, opacity) {
  const field = item.label ?? (layer.lead.label ? 'label' : '');
  if (!field) return [];
  const beside = layer.kind === 'point' ? { 'text-anchor': 'top', 'text-offset': [0, .9] } : layer.kind === 'line' ? { 'symbol-placement': 'line' } : {};
  // Of a tile's points the server says which have room for their name.
  return [of('labels', 'symbol', {
    filter: layer.kind === 'point' && !item.data ? ['all', isOne, ['has', 'room']] : isOne, minzoom: Math.max(layer.style.fromZoom ?? 0, item.label !== null ? 10 : layer.kind === 'point' ? 14 : 16),
    layout: { 'text-field': ['to-string', ['get', field]], 'text-size': 12 * k, 'text-max-width': 9, 'text-optional': true, ...beside },
    paint: { 'text-color': ink['map-label'], 'text-halo-color': ink['map-halo'], 'text-halo-width': 1.4 * k, 'text-opacity': opacity },
  })];
}
