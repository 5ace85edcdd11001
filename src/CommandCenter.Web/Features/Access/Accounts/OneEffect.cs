using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommandCenter.Domain.Access;
using CommandCenter.Store;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Access.Accounts;

/// <summary>
/// <c>Idempotency-Key</c>: one effect per caller and key. The key is written in the transaction of the effect, so that of many who
/// send it at once one does it and the others get its answer, without the secrets it showed. A refusal uses no key up.
/// </summary>
public sealed class OneEffect(CommandCenterDb store, TimeProvider clock) : IEndpointFilter
{
    private const string Header = "Idempotency-Key";
    private const int LongestKey = 128;
    private static readonly string[] Secrets = ["password", "token"];

    /// <summary>Keeps the body of a request with a key, which is read twice: by its handler, and to tell it from another one.</summary>
    public static Task KeepBody(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.ContainsKey(Header) && context.User.Identity is { IsAuthenticated: true }) context.Request.EnableBuffering();
        return next(context);
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = http.Request.Headers[Header].ToString();
        if (key.Length == 0) return await next(context);
        if (key.Length > LongestKey || key.Any(letter => letter is < '!' or > '~'))
            return Problem.BadRequest("invalid_idempotency_key", $"Idempotency-Key 为 1 至 {LongestKey} 个可见 ASCII 字符。");

        var cancel = http.RequestAborted;
        var mine = new IdempotencyKey
        {
            Caller = http.User.AccountId()!,
            Key = key,
            Request = await HashAsync(http.Request, cancel),
            Status = 0,
            Answer = "",
            CreatedAt = clock.GetUtcNow(),
        };
        await using (var transaction = await store.Database.BeginTransactionAsync(cancel))
        {
            if (await TakeAsync(mine, cancel))
            {
                var result = await next(context);
                var status = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
                if (status >= 400) return result;
                (mine.Status, mine.Answer) = (status, WithoutSecrets((result as IValueHttpResult)?.Value));
                await store.SaveChangesAsync(cancel);
                await transaction.CommitAsync(cancel);
                return result;
            }
        }

        store.ChangeTracker.Clear();
        var first = await store.IdempotencyKeys.AsNoTracking().SingleAsync(one => one.Caller == mine.Caller && one.Key == key, cancel);
        return first.Request != mine.Request
            ? Problem.Of(StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused", "这个 Idempotency-Key 已用于另一个请求。")
            : first.Answer.Length == 0 ? Results.StatusCode(first.Status) : Results.Text(first.Answer, "application/json", Encoding.UTF8, first.Status);
    }

    /// <summary>False when the key is in the store. Who sends it while the first is at work waits for that one's end.</summary>
    private async Task<bool> TakeAsync(IdempotencyKey mine, CancellationToken cancel)
    {
        if (await store.IdempotencyKeys.AnyAsync(one => one.Caller == mine.Caller && one.Key == mine.Key, cancel)) return false;
        store.IdempotencyKeys.Add(mine);
        try
        {
            await store.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException failure) when (StoreFailures.Of(failure) is StoreFailure.Conflict)
        {
            return false;
        }
    }

    private static async Task<string> HashAsync(HttpRequest request, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        if (request.Body.CanSeek)
        {
            request.Body.Position = 0;
            var buffer = new byte[16 * 1024];
            for (int count; (count = await request.Body.ReadAsync(buffer, cancel)) > 0;) hash.AppendData(buffer, 0, count);
            request.Body.Position = 0;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string WithoutSecrets(object? value)
    {
        if (value is null || JsonSerializer.SerializeToNode(value, JsonSerializerOptions.Web) is not { } node) return "";
        Strip(node);
        return node.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray items)
            foreach (var item in items) Strip(item);
        if (node is not JsonObject members) return;
        foreach (var secret in Secrets)
            if (members.ContainsKey(secret)) members[secret] = null;
        foreach (var (_, inner) in members) Strip(inner);
    }
}
