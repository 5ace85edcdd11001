// Drawing on the map by mouse or keyboard: a line, an area, a box. Clicks or Enter (in the middle of the map) set corners, a double
// click or Enter on the same spot ends, Backspace takes the last corner back.

const least = { line: 2, area: 3, box: 2 };
const dragFrom = 4; // px: less is a click

/** `start(kind)` and `stop()`; `onchange(points)` while drawing with where the pointer is as the last, `ondone(points)` with two or more. */
export function createSketch(map, { onchange, ondone }) {
  let kind = null;
  let points = [];
  let down = null;
  const corner = ({ lng, lat }) => [lng, lat];

  function add(point) {
    if (String(points.at(-1)) !== String(point)) points.push(point);
    if (kind === 'box' && points.length === 2) finish();
    else onchange(points);
  }

  function finish() {
    if (points.length < least[kind]) return;
    const whole = points;
    points = [];
    ondone(whole);
  }

  map.on('click', event => {
    if (!kind) return;
    if (event.originalEvent.detail < 2) add(corner(event.lngLat));
    else if (kind !== 'box') finish();
  });
  map.on('mousedown', event => { if (kind === 'box') down = event; });
  map.on('mousemove', event => {
    if (!kind) return;
    if (down) onchange([corner(down.lngLat), corner(event.lngLat)]);
    else if (points.length) onchange([...points, corner(event.lngLat)]);
  });
  map.on('mouseup', event => {
    const from = down;
    down = null;
    if (!kind || !from || event.point.dist(from.point) < dragFrom) return;
    points = [corner(from.lngLat), corner(event.lngLat)];
    finish();
  });
  map.getCanvas().addEventListener('keydown', event => {
    if (!kind) return;
    if (event.key === 'Backspace' && points.length) {
      points.pop();
      onchange(points);
    } else if (event.key === 'Enter') {
      const middle = corner(map.getCenter());
      if (points.length && String(points.at(-1)) === String(middle)) finish();
      else add(middle);
    }
  });

  return {
    start(wanted) {
      kind = wanted;
      points = [];
      map.doubleClickZoom.disable();
      map.dragPan[kind === 'box' ? 'disable' : 'enable']();
      map.getCanvas().classList.add('drawing');
    },
    stop() {
      kind = null;
      points = [];
      map.doubleClickZoom.enable();
      map.dragPan.enable();
      map.getCanvas().classList.remove('drawing');
    },
  };
}
