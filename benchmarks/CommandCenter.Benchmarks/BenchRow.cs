namespace CommandCenter.Benchmarks;

/// <summary>One line of a benchmark's table. <see cref="Ratio"/> above 1 means: better than the peer.</summary>
internal sealed record BenchRow(string Case, string Metric, string Unit, double Ours, double Peer, string PeerName, bool LowerIsBetter = false)
{
    public double Ratio => !LowerIsBetter ? Ours / Peer : Peer / Math.Max(Ours, Peer / 1000); // no growth at all: 1,000 times better
}
