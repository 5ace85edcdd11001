using System.Text;
using System.Xml;

namespace CommandCenter.Analytics.Import.Layers;

/// <summary>Reads KML before anybody else does, and writes it again as plain UTF-8: no DTD, no entities, no links to other documents.</summary>
internal static class KmlCheck
{
    private const int Deepest = 64;

    /// <exception cref="ImportException">The document is refused.</exception>
    public static void Copy(string file, string from, string to)
    {
        TextEncodings.IsKnown(""); // registers GB18030 and GBK for documents that declare them
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };
        try
        {
            using (var reader = XmlReader.Create(from, settings))
                while (reader.Read())
                {
                    if (reader.Depth > Deepest) throw new ImportException(file, "", $"KML 嵌套超过 {Deepest} 层", LayerFault.TooDeep);
                    if (reader.NodeType is XmlNodeType.Element && reader.LocalName is "NetworkLink" or "NetworkLinkControl")
                        throw new ImportException(file, "", "KML 引用了网络上的其他文件（NetworkLink），请导出完整数据", LayerFault.KmlNetworkLink);
                }
            using (var reader = XmlReader.Create(from, settings))
            using (var writer = XmlWriter.Create(to, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
                writer.WriteNode(reader, defattr: false);
        }
        catch (XmlException failure)
        {
            throw new ImportException(file, failure.LineNumber > 0 ? $"第 {failure.LineNumber} 行" : "", "KML 不是完好的 XML，或含有 DTD、实体", LayerFault.XmlRefused);
        }
    }
}
