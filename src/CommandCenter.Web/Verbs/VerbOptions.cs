using System.CommandLine;
using CommandCenter.Domain.Geography;

namespace CommandCenter.Web.Verbs;

/// <summary>Options that several verbs take.</summary>
internal static class VerbOptions
{
    public static Option<RegionCode> Scope() => new("--scope")
    {
        Description = "Region code, twelve digits (440700000000).",
        Required = true,
        CustomParser = result =>
        {
            if (RegionCode.TryParse(result.Tokens.Single().Value, null, out var code)) return code;
            result.AddError("--scope takes a region code of twelve digits.");
            return default;
        },
    };
}
