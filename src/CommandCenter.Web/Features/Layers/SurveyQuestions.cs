using System.Text.Json;
using CommandCenter.Analytics.Layers;
using NetTopologySuite.Geometries;

namespace CommandCenter.Web.Features.Layers;

/// <summary>Everything within a distance of a geometry.</summary>
/// <param name="Geometry">GeoJSON of any kind in degrees.</param>
/// <param name="Buffer">Metres, above 0 up to 100,000.</param>
internal sealed record BufferQuestion(JsonElement Geometry, double? Buffer);

/// <summary>Objects of layers by region.</summary>
/// <param name="Level"><c>county</c>, <c>town</c>, <c>village</c>.</param>
internal sealed record DissolveQuestion(IReadOnlyList<string>? Layers, string? Level);

/// <summary>How dense objects are in an area.</summary>
/// <param name="Cell">Side of a square in metres, 1 … 100,000.</param>
/// <param name="H3">Or a resolution of H3, 0 … 15.</param>
internal sealed record DensityQuestion(JsonElement Geometry, double? Buffer, IReadOnlyList<string>? Layers, double? Cell, int? H3);

/// <summary>What of an object lies in an area.</summary>
/// <param name="Share">Of the object's own area, 0 (it only touches) … 1.</param>
internal sealed record Piece(long Id, string Class, double SquareMetres, double Share, Geometry Geometry);

/// <summary>The pieces of a layer, the first of them one by one.</summary>
/// <param name="Matched">Objects that lie in the area or meet it.</param>
internal sealed record LayerPieces(ShelvedLayer Of, int Matched, IReadOnlyList<Piece> Pieces);

/// <summary>What of layers lies in an area.</summary>
/// <param name="Limit">No more pieces of a layer are told.</param>
internal sealed record AreaPieces(double SquareMetres, int Limit, IReadOnlyList<LayerPieces> Layers, IReadOnlyList<string> LeftOut);

/// <summary>Objects of a layer in a region.</summary>
/// <param name="Code">Null for objects that are not known to lie in a region of the level.</param>
/// <param name="Area">Square metres; of polygons alone.</param>
/// <param name="Length">Metres; of lines alone.</param>
internal sealed record RegionSum(string? Code, string? Name, int Count, double? Area, double? Length);

/// <summary>A layer by region.</summary>
internal sealed record DissolvedLayer(string Layer, string Title, bool Illustrative, int Matched, IReadOnlyList<RegionSum> Regions);

/// <summary>Layers by region.</summary>
internal sealed record DissolveView(string Level, IReadOnlyList<DissolvedLayer> Layers, IReadOnlyList<string> LeftOut);

/// <summary>Cells with objects in them.</summary>
/// <param name="Matched">Objects in all cells together.</param>
internal sealed record Density(int Matched, IReadOnlyList<CellCount> Cells, IReadOnlyList<string> LeftOut);
