using CommandCenter.Domain.Geography;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CommandCenter.Store.Mappings;

/// <summary>A region code is kept as its number, so that a scope is a range of integers in every store.</summary>
internal sealed class RegionCodeConverter() : ValueConverter<RegionCode, long>(
    code => code.Number,
    stored => RegionCode.FromNumber(stored));
