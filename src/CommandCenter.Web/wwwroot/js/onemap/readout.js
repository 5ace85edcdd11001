// Where the pointer is, or the middle of the map: degrees at once, other systems from the server when the pointer rests.
import { ask } from '/js/onemap/dom.js';

const rest = 120;
const kinds = { gcj02: code => code === 'GCJ-02', bd09: code => code === 'BD-09', zoned: code => zone(code, 4513, 4533), meridian: code => zone(code, 4534, 4554) };
const zone = (code, from, to) => { const n = Number(code.replace('EPSG:', '')); return n >= from && n <= to; };

/** Keeps the readout true; the chosen system stands in the view. */
export function createReadout(root, map, view) {
  const [choice, output] = ['crs', 'position'].map(name => root.querySelector(`[data-part="${name}"]`));
  if (![...choice.options].some(option => option.value === view.state.crs)) view.change({ crs: 'cgcs2000' });
  choice.value = view.state.crs;
  let at = map.getCenter();
  let waiting = null;
  let asking = null;

  const say = async () => {
    clearTimeout(waiting);
    asking?.abort();
    if (view.state.crs === 'cgcs2000') return void (output.textContent = degrees(at.lng, at.lat));
    const { signal } = asking = new AbortController();
    waiting = setTimeout(async () => {
      try {
        output.textContent = inSystem(await positionsOf(at.lng, at.lat, signal), view.state.crs);
      } catch (fault) {
        if (fault.name !== 'AbortError') output.textContent = fault.lost ? '失联，无法换算' : '这里没有坐标';
      }
    }, rest);
  };
  choice.addEventListener('change', () => view.change({ crs: choice.value }));
  view.follow((state, names) => { if (names.includes('crs')) say(); });
  map.on('mousemove', ({ lngLat }) => { at = lngLat; say(); });
  map.on('move', () => { if (!map.getCanvas().matches(':hover')) { at = map.getCenter(); say(); } });
  say();
}

/** A position in the usual systems of its place. */
export const positionsOf = (lon, lat, signal) => ask(`/api/v1/coordinates?lon=${lon.toFixed(7)}&lat=${lat.toFixed(7)}`, { signal });

function inSystem(positions, kind) {
  const found = positions.find(({ crs }) => kinds[kind](crs));
  return found ? write(found) : '这里没有坐标';
}

/** As the field writes it: degrees lon first; metres X (north), Y (east). */
export const write = ({ unit, east, north }) => unit === '度' ? degrees(east, north) : `X ${metres(north)}  Y ${metres(east)} 米`;

const degrees = (lon, lat) => `${lon.toFixed(5)}, ${lat.toFixed(5)}`;
const metres = number => number.toFixed(2);
