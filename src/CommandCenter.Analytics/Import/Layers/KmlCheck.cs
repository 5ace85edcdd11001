using System.Text;
using System.Xml;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Reads KML before anybody else does, and writes it again as plain UTF-8: no DTD, no entities, no links to other documents.</summary>
internal static class KmlCheck
{
    private const int Deepest = 64;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    static KmlCheck() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="neighbours">Names of the documents in the same KMZ.</param>
    /// <returns>False, and nothing written, for a document that only links to its neighbours.</returns>
    /// <exception cref="ImportException">The document is refused.</exception>
    public static bool Copy(string file, string from, string to, IReadOnlyCollection<string> neighbours)
    {
        try
        {
            if (IsIndex(file, from, neighbours)) return false;
            using var reader = XmlReader.Create(from, Settings);
            using var writer = XmlWriter.Create(to, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
            // Past the declaration, which may name another encoding.
            reader.MoveToContent();
            writer.WriteNode(reader, defattr: false);
            return true;
        }
        catch (Exception failure) when (failure is XmlException or DecoderFallbackException or ArgumentException)
        {
            throw new ImportException(file, failure is XmlException { LineNumber: > 0 and var line } ? $"第 {line} 行" : "",
                "KML 不是完好的 XML，或含有 DTD、实体", LayerFault.XmlRefused);
        }
    }

    /// <summary>Every link leads to a neighbour, and there is one.</summary>
    private static bool IsIndex(string file, string path, IReadOnlyCollection<string> neighbours)
    {
        var (links, known, isInside) = (0, 0, false);
        using var reader = XmlReader.Create(path, Settings);
        while (reader.Read())
        {
            if (reader.Depth > Deepest) throw new ImportException(file, "", $"KML 嵌套超过 {Deepest} 层", LayerFault.TooDeep);
            if (reader.LocalName is "NetworkLink" or "NetworkLinkControl")
            {
                isInside = reader.NodeType is XmlNodeType.Element && !reader.IsEmptyElement;
                if (reader.NodeType is XmlNodeType.Element) links++;
            }
            if (isInside && reader.NodeType is XmlNodeType.Text && neighbours.Contains(reader.Value.Trim())) known++;
        }
        return links > known
            ? throw new ImportException(file, "", "KML 引用了网络上的其他文件（NetworkLink），请导出完整数据", LayerFault.KmlNetworkLink)
            : links > 0;
    }
}
