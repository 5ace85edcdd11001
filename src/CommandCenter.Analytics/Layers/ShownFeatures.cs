using CommandCenter.Analytics.Tiles;
using CommandCenter.Domain.Access;

namespace CommandCenter.Analytics.Layers;

/// <summary>Which objects of a set are drawn for a caller: those in the scope that pass the filter; the same rule as <see cref="FeatureScope"/>
/// and <see cref="FilterCondition"/> in ClickHouse. For many threads.</summary>
internal sealed class ShownFeatures
{
    private const int AnyClass = -1;
    private readonly FeatureSetBuilder _of;
    private readonly bool[] _sees;
    private readonly bool _isFiltered;
    private readonly int _class = AnyClass;
    private readonly byte _least;
    private readonly (long From, long To)? _time;

    public ShownFeatures(FeatureSet set, RegionScope scope, TileFilter filter)
    {
        (_of, _sees, _least, _isFiltered) = (set.Columns, set.Sees(scope), (byte)filter.Severity, filter != TileFilter.None);
        if (filter.Time is var (from, to)) _time = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        AreNone = !_sees.AsSpan().Contains(true) || _time is not null && _of.Times is null;
        if (filter.Class is not { } name) return;
        _class = set.Classes.Count - 1;
        while (_class >= 0 && set.Classes[_class] != name) _class--;
        AreNone |= _class < 0;
    }

    /// <summary>There is nothing to draw.</summary>
    public bool AreNone { get; }

    /// <summary>Every object is drawn.</summary>
    public bool AreAll => !_isFiltered && !_sees.AsSpan().Contains(false);

    public bool this[int index] => _sees[_of.RegionIndexes[index]] && (!_isFiltered || Passes(index));

    private bool Passes(int index) =>
        (_class == AnyClass || _of.Classes.Indexes[index] == _class) && _of.Severities[index] >= _least
        && (_time is not var (from, to) || _of.Times is { } times && times[index] >= from && times[index] <= to);
}
