using System.Runtime.Intrinsics.X86;

namespace CommandCenter.Analytics.Tiles;

/// <summary>A position of the world's web-mercator square in steps of 2⁻³² of its side (9 mm at the equator), from the north-west corner.</summary>
public readonly record struct WorldPoint(uint X, uint Y)
{
    private const double Side = 4294967296.0;
    private const ulong Even = 0x5555_5555_5555_5555;

    /// <summary>The position of a point in degrees. Beyond ±180° and ±85.05° the nearest edge of the square.</summary>
    public static WorldPoint Of(double lon, double lat)
    {
        var sine = Math.Sin(Math.Clamp(lat, -89.9, 89.9) * (Math.PI / 180));
        return new(Step((lon + 180) / 360), Step(0.5 - Math.Log((1 + sine) / (1 - sine)) / (4 * Math.PI)));
    }

    /// <summary>X and Y interleaved, X in the even bits (ClickHouse's <c>mortonEncode(x, y)</c>): every tile is one range of spots.</summary>
    public ulong Spot => Spread(X) | Spread(Y) << 1;

    /// <summary>Degrees, of the middle of the step.</summary>
    public double Lon => (X + 0.5) / Side * 360 - 180;

    /// <summary>Degrees, of the middle of the step.</summary>
    public double Lat => Math.Atan(Math.Sinh(Math.PI * (1 - 2 * (Y + 0.5) / Side))) * (180 / Math.PI);

    public static WorldPoint OfSpot(ulong spot) => new(Gather(spot), Gather(spot >> 1));

    private static uint Step(double part) => (uint)Math.Clamp(part * Side, 0, uint.MaxValue);

    private static ulong Spread(uint value)
    {
        if (Bmi2.X64.IsSupported) return Bmi2.X64.ParallelBitDeposit(value, Even);
        ulong v = value;
        v = (v | v << 16) & 0x0000_FFFF_0000_FFFF;
        v = (v | v << 8) & 0x00FF_00FF_00FF_00FF;
        v = (v | v << 4) & 0x0F0F_0F0F_0F0F_0F0F;
        v = (v | v << 2) & 0x3333_3333_3333_3333;
        return (v | v << 1) & Even;
    }

    private static uint Gather(ulong spot)
    {
        if (Bmi2.X64.IsSupported) return (uint)Bmi2.X64.ParallelBitExtract(spot, Even);
        var v = spot & Even;
        v = (v | v >> 1) & 0x3333_3333_3333_3333;
        v = (v | v >> 2) & 0x0F0F_0F0F_0F0F_0F0F;
        v = (v | v >> 4) & 0x00FF_00FF_00FF_00FF;
        v = (v | v >> 8) & 0x0000_FFFF_0000_FFFF;
        return (uint)(v | v >> 16);
    }
}
