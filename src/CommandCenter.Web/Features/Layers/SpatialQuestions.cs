using System.Text.Json;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Layers;

/// <summary>What lies in an area, or what it hits.</summary>
/// <param name="Geometry">GeoJSON Polygon or MultiPolygon in degrees; with a buffer any geometry.</param>
/// <param name="Buffer">Metres around it, above 0 up to 100,000.</param>
/// <param name="Layers">Ids; without it every layer that the caller may see.</param>
/// <param name="Limit">Objects of a layer that are told one by one, 0 … 1,000.</param>
internal sealed record AreaQuestion(JsonElement Geometry, double? Buffer, IReadOnlyList<string>? Layers, int? Limit)
{
    private const int MostTold = 1_000;

    public Refusal? LimitFault => Limit is < 0 or > MostTold ? new(StatusCodes.Status400BadRequest, "invalid_limit", $"limit 应在 0–{MostTold} 之间。") : null;
}

/// <summary>Where a position is.</summary>
/// <param name="Layers">Ids of layers of polygons; without it every one that the caller may see.</param>
internal sealed record PointQuestion(double? Lon, double? Lat, IReadOnlyList<string>? Layers);

/// <summary>Where a position is: from the city down, and the polygons that hold it.</summary>
internal sealed record PointHits(IReadOnlyList<Domain.Geography.Region> Regions, IReadOnlyList<LayerHits> Layers, IReadOnlyList<string> LeftOut);

/// <summary>What is nearest to a position.</summary>
/// <param name="Count">1 … 100.</param>
/// <param name="Within">Metres, up to 500,000.</param>
internal sealed record NearestQuestion(double? Lon, double? Lat, IReadOnlyList<string>? Layers, int? Count, double? Within);

/// <summary>An object and how far it is, in metres on the ellipsoid.</summary>
internal sealed record NearView(string Layer, long Id, string Class, string Label, double Lon, double Lat, double Distance);

/// <summary>The nearest objects of all layers that were asked, nearest first.</summary>
internal sealed record NearestView(IReadOnlyList<NearView> Features, IReadOnlyList<string> LeftOut);

/// <summary>What an area hits.</summary>
/// <param name="Area">Square metres on the ellipsoid.</param>
/// <param name="People">Estimated residents.</param>
internal sealed record ImpactView(double Area, PeopleView People, IReadOnlyList<ShareView> Regions, IReadOnlyList<HitView> Layers, IReadOnlyList<string> LeftOut);

/// <summary>Residents by the land that is hit.</summary>
/// <param name="Value">Null when nothing is published that the caller may see.</param>
/// <param name="Of">The figures it was made of, in words.</param>
/// <param name="Without">Codes of hit regions that are not in it.</param>
internal sealed record PeopleView(long? Value, string Method, IReadOnlyList<string> Of, IReadOnlyList<string> Without);

/// <summary>A region that is hit, and which part of its land.</summary>
internal sealed record ShareView(string Code, string Name, double Share);

/// <summary>A layer that is hit: how many objects, by class; without a class under an empty name.</summary>
internal sealed record HitView(string Layer, string Title, bool Illustrative, int Matched, IReadOnlyDictionary<string, int> Classes);

/// <summary>Objects of a layer that lie in an area, the first of them one by one.</summary>
internal sealed record LayerHits(ShelvedLayer Of, int Matched, IReadOnlyList<Analytics.Layers.FeatureRow> Rows);

/// <summary>What lies in an area.</summary>
internal sealed record AreaHits(double SquareMetres, IReadOnlyList<LayerHits> Layers, IReadOnlyList<string> LeftOut);
