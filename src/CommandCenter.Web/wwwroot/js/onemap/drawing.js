// The tools that draw: distance, area, box, polygon. What was drawn stands in the view; a hint says what a hand can do.
import { metresBetween, squareMetres, writeArea, writeLength } from '/js/onemap/geodesy.js';
import { icon, make } from '/js/onemap/dom.js';
import { createSketch } from '/js/onemap/sketch.js';

const kinds = { distance: 'line', area: 'area', polygon: 'area', box: 'box' };
const tools = {
  distance: { icon: 'ruler', title: '测距', how: '点击加点 · 双击结束 · Esc 取消' },
  area: { icon: 'vector-square', title: '测面积', how: '点击加点 · 双击结束 · Esc 取消' },
  box: { icon: 'square-dashed', title: '框选', how: '拖出一个框 · Esc 取消' },
  polygon: { icon: 'lasso', title: '多边形选择', how: '点击加点 · 双击结束 · Esc 取消' },
};

/** Follows the view's tool and shape. `onshape(polygon)` gets a selection as a GeoJSON polygon, null when it is given up. */
export async function createDrawing({ map, marks, view, part, onshape }) {
  const { Marker } = await import('/lib/maplibre/maplibre-gl.mjs');
  const hint = part('hint');
  let labels = [];

  const sketch = createSketch(map, {
    onchange: points => show(points, false),
    ondone: points => view.change({ shape: points.map(point => point.map(number => Number(number.toFixed(6)))) }),
  });

  function show(points, isWhole) {
    const { tool } = view.state;
    for (const label of labels) label.remove();
    labels = [];
    const corners = tool === 'box' && points.length === 2 ? boxOf(points) : points;
    const isArea = tool !== 'distance' && corners.length > 2;
    const outline = isArea ? polygonOf(corners) : { type: 'LineString', coordinates: corners };
    const measures = tool === 'distance' || tool === 'area';
    marks.set('sketch', !measures && isWhole ? [] : [
      ...corners.length > 1 ? [outline] : [], ...measures || !isWhole ? points.map(coordinates => ({ type: 'Point', coordinates })) : [],
    ]);
    marks.set('shape', !measures && isWhole ? [outline] : []);
    say(tool, tool === 'distance' ? told(points) : isArea ? writeArea(squareMetres(corners)) : '');
    if (tool === 'distance') tellLengths(points);
    if (tool === 'area' && isArea) write(middleOf(corners), writeArea(squareMetres(corners)));
  }

  function tellLengths(points) {
    let whole = 0;
    for (let i = 1; i < points.length; i++) {
      const metres = metresBetween(points[i - 1], points[i]);
      whole += metres;
      write(points[i], i === points.length - 1 ? `共 ${writeLength(whole)}` : writeLength(whole));
    }
  }

  const told = points => points.length < 2 ? '' : `${points.length - 1} 段 · 椭球面`;

  function write(at, text) {
    const element = make('div', { class: 'length' }, text);
    labels.push(new Marker({ element, anchor: 'bottom', offset: [0, -10] }).setLngLat(at).addTo(map));
  }

  function say(name, told) {
    const tool = tools[name];
    hint.hidden = !tool;
    if (tool) hint.replaceChildren(icon(tool.icon), make('b', {}, tool.title), ...told ? [make('span', {}, told)] : [], make('span', {}, tool.how));
  }

  function take() {
    const { tool, shape } = view.state;
    const kind = kinds[tool];
    if (kind) sketch.start(kind);
    else sketch.stop();
    show(kind && shape ? shape : [], Boolean(shape));
    const isSelection = tool === 'box' || tool === 'polygon';
    onshape(isSelection && shape?.length > 1 ? polygonOf(tool === 'box' ? boxOf(shape) : shape) : null);
  }

  let before = view.state.tool;
  view.follow((state, names) => {
    if (names.includes('tool') && state.tool !== before) {
      before = state.tool;
      if (state.shape && !names.includes('shape')) return view.change({ shape: null });
    }
    if (names.includes('tool') || names.includes('shape')) take();
  });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && view.state.tool !== 'point' && !event.target.closest?.('input, select, dialog')) view.change({ tool: 'point', shape: null });
  });
  take();
}

const boxOf = ([[lon1, lat1], [lon2, lat2]]) => {
  const [west, east, south, north] = [Math.min(lon1, lon2), Math.max(lon1, lon2), Math.min(lat1, lat2), Math.max(lat1, lat2)];
  return [[west, south], [east, south], [east, north], [west, north]];
};

const polygonOf = corners => ({ type: 'Polygon', coordinates: [[...corners, corners[0]]] });

const middleOf = corners => [0, 1].map(axis => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length);
