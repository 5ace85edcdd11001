using CommandCenter.Domain.Geography;

namespace CommandCenter.Analytics.Spatial.Coordinates;

/// <summary>
/// The length of the shortest line on the ellipsoid. Vincenty's iteration (Survey Review 23 (176), 1975), which is quick but
/// has no answer near the antipodes; there the azimuth is found by halving, as its longitude grows with it without a turn
/// (Karney, Algorithms for geodesics, J. Geod. 87, 2013, section 4).
/// </summary>
internal static class GeodesicInverse
{
    private const double F = Ellipsoid.Flattening;
    private const int MostSteps = 20;

    /// <summary>Metres. Both positions are on earth.</summary>
    public static double Metres(LonLat from, LonLat to)
    {
        var eastward = Math.Abs(Math.IEEERemainder(to.Lon - from.Lon, 360)) * Math.PI / 180;
        var (sine1, cosine1) = Reduced(from.Lat);
        var (sine2, cosine2) = Reduced(to.Lat);
        return Vincenty(eastward, sine1, cosine1, sine2, cosine2) ?? Halving(eastward, sine1, cosine1, sine2, cosine2);
    }

    /// <summary>Sine and cosine of the reduced latitude.</summary>
    private static (double Sine, double Cosine) Reduced(double latitude)
    {
        var (sine, cosine) = Math.SinCos(latitude * Math.PI / 180);
        sine *= 1 - F;
        var length = Math.Sqrt(sine * sine + cosine * cosine);
        return (sine / length, Math.Max(cosine / length, 1e-18));
    }

    /// <summary>Null where the iteration does not settle.</summary>
    private static double? Vincenty(double eastward, double sine1, double cosine1, double sine2, double cosine2)
    {
        var lambda = eastward;
        for (var step = 0; step < MostSteps; step++)
        {
            var (sineLambda, cosineLambda) = Math.SinCos(lambda);
            var (a, b) = (cosine2 * sineLambda, cosine1 * sine2 - sine1 * cosine2 * cosineLambda);
            var sineSigma = Math.Sqrt(a * a + b * b);
            if (sineSigma == 0) return cosineLambda > 0 ? 0 : null;
            var cosineSigma = sine1 * sine2 + cosine1 * cosine2 * cosineLambda;
            var sigma = Math.Atan2(sineSigma, cosineSigma);
            var sineAlpha = cosine1 * cosine2 * sineLambda / sineSigma;
            var cosineAlphaSquared = 1 - sineAlpha * sineAlpha;
            // A line along the equator has no vertex to count from.
            var middle = cosineAlphaSquared > 1e-15 ? cosineSigma - 2 * sine1 * sine2 / cosineAlphaSquared : 0;
            var next = eastward + LongitudeGap(sigma, sineSigma, cosineSigma, middle, sineAlpha, cosineAlphaSquared);
            if (next > Math.PI) return null;
            if (Math.Abs(next - lambda) < 1e-13) return Length(sigma, sineSigma, cosineSigma, middle, cosineAlphaSquared);
            lambda = next;
        }
        return null;
    }

    private static double Halving(double eastward, double sine1, double cosine1, double sine2, double cosine2)
    {
        // Turned so that the line starts at the higher latitude, in the south.
        if (Math.Abs(sine1) < Math.Abs(sine2)) (sine1, cosine1, sine2, cosine2) = (sine2, cosine2, sine1, cosine1);
        if (sine1 > 0) (sine1, sine2) = (-sine1, -sine2);
        if (sine1 == 0) (sine1, sine2) = (-1e-300, 0); // keeps the azimuths apart for two points on the equator

        var (low, high) = (0.0, Math.PI);
        var best = Arc(high, sine1, cosine1, sine2, cosine2);
        for (var step = 0; step < 60; step++)
        {
            var azimuth = (low + high) / 2;
            best = Arc(azimuth, sine1, cosine1, sine2, cosine2);
            if (best.Longitude < eastward) low = azimuth;
            else high = azimuth;
        }
        return best.Metres;
    }

    /// <summary>The line that leaves the first point at an azimuth, up to where it first reaches the second latitude northward.</summary>
    private static (double Longitude, double Metres) Arc(double azimuth, double sine1, double cosine1, double sine2, double cosine2)
    {
        var (sineAzimuth, cosineAzimuth) = Math.SinCos(azimuth);
        var sineAlpha = sineAzimuth * cosine1;
        var along = cosineAzimuth * cosine1;
        var arrival = Math.Sqrt(Math.Max(0, along * along + (cosine2 - cosine1) * (cosine2 + cosine1)));
        var sigma1 = Math.Atan2(sine1, along);
        var sigma = Math.Atan2(sine2, arrival) - sigma1;
        var omega = Math.Atan2(sineAlpha * sine2, arrival) - Math.Atan2(sineAlpha * sine1, along);
        var (sineSigma, cosineSigma) = Math.SinCos(sigma);
        var middle = Math.Cos(2 * sigma1 + sigma);
        var cosineAlphaSquared = 1 - sineAlpha * sineAlpha;
        return (omega - LongitudeGap(sigma, sineSigma, cosineSigma, middle, sineAlpha, cosineAlphaSquared),
            Length(sigma, sineSigma, cosineSigma, middle, cosineAlphaSquared));
    }

    /// <summary>By how much the longitude on the auxiliary sphere is ahead of that on the ellipsoid; Vincenty (10), (11).</summary>
    private static double LongitudeGap(
        double sigma, double sineSigma, double cosineSigma, double middle, double sineAlpha, double cosineAlphaSquared)
    {
        var c = F / 16 * cosineAlphaSquared * (4 + F * (4 - 3 * cosineAlphaSquared));
        return (1 - c) * F * sineAlpha * (sigma + c * sineSigma * (middle + c * cosineSigma * (2 * middle * middle - 1)));
    }

    /// <summary>Metres of an arc of the auxiliary sphere; Vincenty (6), with A and B by Helmert's k₁ (Survey Review 23 (180), 1976).</summary>
    private static double Length(double sigma, double sineSigma, double cosineSigma, double middle, double cosineAlphaSquared)
    {
        const double a2 = Ellipsoid.SemiMajorAxis * Ellipsoid.SemiMajorAxis;
        const double b2 = Ellipsoid.SemiMinorAxis * Ellipsoid.SemiMinorAxis;
        var root = Math.Sqrt(1 + cosineAlphaSquared * (a2 - b2) / b2);
        var k = (root - 1) / (root + 1);
        var a = (1 + k * k / 4) / (1 - k);
        var b = k * (1 - 3 * k * k / 8);
        var correction = b * sineSigma * (middle + b / 4 * (cosineSigma * (2 * middle * middle - 1)
            - b / 6 * middle * (4 * sineSigma * sineSigma - 3) * (4 * middle * middle - 3)));
        return Ellipsoid.SemiMinorAxis * a * (sigma - correction);
    }
}
