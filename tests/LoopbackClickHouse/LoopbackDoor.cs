using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CommandCenter.Analytics.ClickHouse;
using Microsoft.AspNetCore.Http;

namespace CommandCenter.LoopbackClickHouse;

/// <summary>
/// The HTTP interface of ClickHouse 26.7 as far as the product speaks it, over the same version as a library: each request is a
/// session of its own with the settings of its address, answers stream, a failure behind the first rows stands behind a mark.
/// </summary>
internal sealed partial class LoopbackDoor : IDisposable
{
    private static readonly string[] OfThisProtocol =
        ["query", "database", "query_id", "default_format", "wait_end_of_query", "enable_http_compression", "http_zlib_compression_level"];

    private readonly IReadOnlyList<string> _arguments;
    private readonly ChdbConnection _keepsOpen;
    private readonly string _user;
    private readonly string _password;

    public LoopbackDoor(string folder, string user, string password)
    {
        (_user, _password) = (user, password);
        _arguments = EmbeddedClickHouse.Arguments(new EmbeddedOptions { Path = folder });
        _keepsOpen = ChdbConnection.Open(_arguments);
    }

    public async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers["X-ClickHouse-User"] != _user || request.Headers["X-ClickHouse-Key"] != _password)
        {
            await RefuseAsync(context, new(516, $"Code: 516. DB::Exception: {request.Headers["X-ClickHouse-User"]}: Authentication failed: password is incorrect, or there is no user with such name."), 403);
            return;
        }

        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        // A session blocks its thread while it runs.
        await Task.Factory.StartNew(() => Run(context, body.ToArray()), TaskCreationOptions.LongRunning);
    }

    public void Dispose() => _keepsOpen.Dispose();

    private void Run(HttpContext context, byte[] body)
    {
        var query = context.Request.Query;
        var output = new LoopbackOutput(context, waits: query["wait_end_of_query"] == "1", gzip: query["enable_http_compression"] == "1");
        var mark = $"/* {query["query_id"]} */ ";
        try
        {
            using var connection = ChdbConnection.Open(_arguments);
            if (query.ContainsKey("database")) Run(connection, $"USE `{query["database"]}`");
            foreach (var (name, value) in query.Where(setting => !OfThisProtocol.Contains(setting.Key) && !setting.Key.StartsWith("param_")).OrderBy(setting => setting.Key == "readonly"))
                Run(connection, $"SET {name} = '{value}'");
            if (query.ContainsKey("query"))
            {
                connection.Insert(FormatClause().Replace(query["query"].ToString(), ""), body);
            }
            else
            {
                var text = KillById().Replace(Encoding.UTF8.GetString(body), "KILL QUERY WHERE startsWith(query, '/* $1 */ ')");
                var sql = WithParameters(text, query);
                if (query["wait_end_of_query"] == "1" || !query.ContainsKey("default_format")) output.Write(connection.Query(mark + text, sql));
                else connection.Stream(mark + text, sql, part => { output.Write(part); return !context.RequestAborted.IsCancellationRequested; }, context.RequestAborted);
            }

            output.End();
        }
        catch (ClickHouseException failure) when (!output.HasBegun)
        {
            RefuseAsync(context, failure, 500).GetAwaiter().GetResult();
        }
        catch (ClickHouseException failure)
        {
            output.Fail(failure.Message);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }

    private static Sql WithParameters(string text, IQueryCollection query)
    {
        var sql = new Sql(text);
        foreach (var parameter in query.Where(parameter => parameter.Key.StartsWith("param_", StringComparison.Ordinal)))
            sql.WithRaw(parameter.Key["param_".Length..], parameter.Value.ToString());
        return sql;
    }

    private static void Run(ChdbConnection connection, string statement) => connection.Query(statement, new Sql(statement));

    private static async Task RefuseAsync(HttpContext context, ClickHouseException failure, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["X-ClickHouse-Exception-Code"] = failure.Code.ToString();
        await context.Response.WriteAsync(failure.Message);
    }

    [GeneratedRegex(@"\s+FORMAT\s+RowBinary\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex FormatClause();

    [GeneratedRegex(@"\AKILL QUERY WHERE query_id = '([^']*)'")]
    private static partial Regex KillById();
}

/// <summary>The body of one answer.</summary>
internal sealed class LoopbackOutput(HttpContext context, bool waits, bool gzip)
{
    private readonly string _tag = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 16);
    private Stream? _body;

    public bool HasBegun => _body is not null && !waits;

    public void Write(byte[] part)
    {
        Begin();
        _body!.Write(part);
        if (waits) return;
        _body.Flush();
        context.Response.Body.FlushAsync(context.RequestAborted).GetAwaiter().GetResult();
    }

    public void End()
    {
        Begin();
        if (_body is GZipStream packed) packed.Dispose();
    }

    /// <summary>What a server does when it fails behind the first rows.</summary>
    public void Fail(string message)
    {
        _body!.Write(Encoding.UTF8.GetBytes($"\r\n__exception__\r\n{_tag}\r\n{message}\n{message.Length + 1} {_tag}\r\n__exception__\r\n"));
        End();
    }

    private void Begin()
    {
        if (_body is not null) return;
        context.Response.Headers["X-ClickHouse-Exception-Tag"] = _tag;
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
        var isPacked = gzip && context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);
        if (isPacked) context.Response.Headers.ContentEncoding = "gzip";
        _body = isPacked ? new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true) : context.Response.Body;
    }
}
