using System.Globalization;
using System.Text;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;

namespace CommandCenter.Web.Features.Audit.Syslog;

/// <summary>An entry as RFC 5424 has it: facility 13 (log audit), the fields as structured data, the detail as the message.</summary>
internal static class SyslogMessage
{
    // An example number of IANA's, 32473, that documents and private use may take (RFC 5612).
    private const string Data = "audit@32473";

    private const int Facility = 13, Notice = 5, Warning = 4;

    public static byte[] Of(AuditEntry entry, string machine, int process)
    {
        var priority = Facility * 8 + (entry.Outcome is AuditOutcome.Done ? Notice : Warning);
        var head = string.Create(CultureInfo.InvariantCulture,
            $"<{priority}>1 {entry.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {Name(machine, 255)} CommandCenter {process} {Name(entry.Action, 32)} ");
        var data = new StringBuilder().Append('[').Append(Data);
        void Add(string name, string value)
        {
            if (value.Length > 0) data.Append(' ').Append(name).Append("=\"").Append(Escape(value)).Append('"');
        }
        Add("seq", entry.Sequence.ToString(CultureInfo.InvariantCulture));
        Add("actorId", entry.ActorId);
        Add("actor", entry.ActorName);
        Add("role", entry.ActorRole);
        Add("address", entry.Address);
        Add("target", entry.Target);
        Add("region", entry.Region?.ToString() ?? "");
        Add("outcome", entry.Outcome.ToString().ToLowerInvariant());
        Add("previous", entry.Previous);
        Add("hash", entry.Hash);
        data.Append(']');
        // The message is UTF-8 and says so with a byte order mark, as the RFC asks.
        return Encoding.UTF8.GetBytes($"{head}{data} \uFEFF{entry.Detail}");
    }

    /// <summary>Printable ASCII, or the dash that stands for nothing.</summary>
    private static string Name(string text, int most)
    {
        var name = new string([.. text.Where(letter => letter is > ' ' and < '\x7F').Take(most)]);
        return name.Length > 0 ? name : "-";
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
}
