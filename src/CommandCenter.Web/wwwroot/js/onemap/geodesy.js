// Lengths and areas on the CGCS2000 ellipsoid, edges as geodesics (GeographicLib), and how they are written.
import '/lib/geographiclib/geographiclib-geodesic.min.js';

const earth = new globalThis.geodesic.Geodesic.Geodesic(6378137, 1 / 298.257222101);

/** Metres between two positions [lon, lat]. */
export const metresBetween = ([lon1, lat1], [lon2, lat2]) => earth.Inverse(lat1, lon1, lat2, lon2).s12;

/** Square metres inside corners, whichever way round; the last joins the first. */
export function squareMetres(corners) {
  const polygon = earth.Polygon(false);
  for (const [lon, lat] of corners) polygon.AddPoint(lat, lon);
  return Math.abs(polygon.Compute(false, true).area);
}

/** 850 m · 8.75 km */
export const writeLength = metres => metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(2)} km`;

/** 3,200 m² · 4.8 亩 or 12.60 km² */
export const writeArea = square => square < 1e6
  ? `${Math.round(square).toLocaleString('en-US')} m² · ${(square / 666.67).toFixed(1)} 亩`
  : `${(square / 1e6).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} km²`;
