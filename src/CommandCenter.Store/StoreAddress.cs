using CommandCenter.Store.Schema;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommandCenter.Store;

/// <summary>Where the decisions are: a SQLite file, or a database of a PostgreSQL server. Written out it never shows a password.</summary>
public sealed class StoreAddress
{
    private readonly NpgsqlConnectionStringBuilder? _server;
    private readonly string _file = "";

    private StoreAddress(string file) => _file = file;

    private StoreAddress(NpgsqlConnectionStringBuilder server) => _server = server;

    /// <summary>Several nodes can share it.</summary>
    public bool IsServer => _server is not null;

    /// <summary>How to reach the server; it holds the password.</summary>
    internal string ServerConnection => _server?.ConnectionString ?? throw new InvalidOperationException("The store is a file.");

    public static StoreAddress File(string path) => new(path);

    /// <summary>Reads <c>Host=db;Database=city;Username=…;Password=…</c> or <c>postgres://user:password@db:5432/city?sslmode=require</c>.</summary>
    /// <exception cref="FormatException">Says what is wrong, without a word of the address itself: it may hold a password.</exception>
    public static StoreAddress Server(string text)
    {
        var server = text.Contains("://", StringComparison.Ordinal) ? OfUri(text) : OfPairs(text);
        if (string.IsNullOrWhiteSpace(server.Host)) throw new FormatException("it names no Host");
        if (string.IsNullOrWhiteSpace(server.Database)) throw new FormatException("it names no Database");
        if (string.IsNullOrWhiteSpace(server.Username)) throw new FormatException("it names no Username");
        server.ApplicationName ??= "CommandCenter";
        server.Timeout = Math.Min(server.Timeout, 5); // A request that cannot have a connection says so soon.
        if (server.KeepAlive == 0) server.KeepAlive = 10; // A server that vanished without a word is noticed.
        return new(server);
    }

    public override string ToString() => _server is { } server ? $"PostgreSQL {server.Host}:{server.Port}/{server.Database}" : $"SQLite {_file}";

    internal void Configure(DbContextOptionsBuilder options)
    {
        if (_server is { } server) options.UseNpgsql(server.ConnectionString);
        else options.UseSqliteFile(_file);
    }

    private static NpgsqlConnectionStringBuilder OfPairs(string text)
    {
        try
        {
            return new(text);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            throw new FormatException("it is neither Host=…;Database=…;Username=…;Password=… nor postgres://user:password@host/database");
        }
    }

    private static NpgsqlConnectionStringBuilder OfUri(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql"))
            throw new FormatException("it is no postgres://user:password@host/database");
        var user = uri.UserInfo.Split(':', 2);
        var pairs = uri.Query.TrimStart('?').Replace('&', ';');
        var server = OfPairs(Uri.UnescapeDataString(pairs));
        server.Host = uri.Host;
        if (uri.Port > 0) server.Port = uri.Port;
        server.Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        server.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) server.Password = Uri.UnescapeDataString(user[1]);
        return server;
    }
}
