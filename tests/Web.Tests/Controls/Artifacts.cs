using CommandCenter.Web.Tests.House;

namespace CommandCenter.Web.Tests.Controls;

/// <summary>Tables that <c>./test</c> prints at its end; not committed.</summary>
internal static class Artifacts
{
    public static void Write(string name, IEnumerable<string> lines)
    {
        var folder = Directory.CreateDirectory(Path.Combine(SourceTree.Root, "artifacts")).FullName;
        File.WriteAllLines(Path.Combine(folder, name), lines);
    }
}
