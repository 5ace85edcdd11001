// The scale bar: a round number of kilometres at the middle of the map.

/** Writes the bar into the element (`<span></span><i></i>`) and keeps it true while the map moves. */
export function drawScale(map, element, unit) {
  if (!element) return;
  const draw = () => {
    const { lng, lat } = map.getCenter();
    const perDegree = Math.abs(map.project([lng + .5, lat]).x - map.project([lng - .5, lat]).x);
    const perKm = perDegree / (111.32 * Math.cos(lat * Math.PI / 180));
    const km = [.1, .2, .5, 1, 2, 5, 10, 20, 50, 100].findLast(length => length * perKm <= 24 * unit) ?? .1;
    element.querySelector('span').textContent = km < 1 ? `${km * 1000} m` : `${km} km`;
    element.querySelector('i').style.inlineSize = `${Math.round(km * perKm)}px`;
  };
  if (element.onMove) map.off('move', element.onMove);
  element.onMove = draw;
  map.on('move', draw);
  draw();
}
