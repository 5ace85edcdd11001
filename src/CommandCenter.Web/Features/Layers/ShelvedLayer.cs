using CommandCenter.Domain.Layers;
using CommandCenter.Store.Records;

namespace CommandCenter.Web.Features.Layers;

/// <summary>A layer of the catalogue and the import that is shown.</summary>
/// <param name="Row">Grows with every change of the entry: who changes an older one is told.</param>
/// <param name="Shown">Null before the first import.</param>
internal sealed record ShelvedLayer(Layer Layer, int Row, DateTimeOffset ChangedAt, LayerVersionRecord? Shown)
{
    /// <summary>The version whose objects are shown; number 0 before the first import.</summary>
    public LayerVersion Version => new(Layer.Id, Shown?.Number ?? 0);
}
