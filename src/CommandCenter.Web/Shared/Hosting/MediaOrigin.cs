namespace CommandCenter.Web.Shared.Hosting;

/// <summary>An origin beside our own from which pages may fetch and play video, as a content security policy names it. A feature registers
/// those of its configuration; without any, nothing is played from elsewhere.</summary>
internal sealed record MediaOrigin(string Source);
