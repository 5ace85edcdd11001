// Reads a vector tile from standard input with the library of MapLibre and prints what it understood as JSON.
import { PbfReader } from 'pbf';
import * as vt from '@mapbox/vector-tile';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const tile = new vt.VectorTile(new PbfReader(Buffer.concat(chunks)));
const layers = Object.values(tile.layers).map(layer => ({
  name: layer.name,
  version: layer.version,
  extent: layer.extent,
  features: Array.from({ length: layer.length }, (_, i) => {
    const feature = layer.feature(i);
    const parts = feature.loadGeometry();
    return {
      id: feature.id,
      kind: feature.type,
      attributes: feature.properties,
      parts: parts.map(part => part.map(point => [point.x, point.y])),
      polygons: feature.type === 3 ? vt.classifyRings(parts).map(polygon => polygon.length) : [],
    };
  }),
}));
process.stdout.write(JSON.stringify(layers));
