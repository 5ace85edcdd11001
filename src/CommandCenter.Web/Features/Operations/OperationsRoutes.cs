using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Domain.Access;
using CommandCenter.Web.Shared;

namespace CommandCenter.Web.Features.Operations;

/// <summary><c>/api/v1/status</c> and <c>/api/v1/backups</c>, for the system administrator and for verbs on the server's machine.</summary>
internal static class OperationsRoutes
{
    public const string Backups = "/api/v1/backups";

    public static void MapOperationsRoutes(this IEndpointRouteBuilder routes)
    {
        var operations = routes.MapGroup("").RequireAuthorization(Permissions.Operate).WithTags("operations");
        operations.MapGet("/api/v1/status", (StatusDesk desk, CancellationToken cancel) => desk.ReadAsync(cancel))
            .WithSummary("Spool, ClickHouse, store, disk, versions, last backup.");
        operations.MapGet(Backups, (BackupDesk desk) => desk.List().Select(BackupAnswer.Of))
            .WithSummary("The whole backups, newest first.");
        operations.MapPost(Backups, MakeAsync).Produces<BackupAnswer>(StatusCodes.Status201Created)
            .WithSummary("Make a backup of everything, as of one moment; answered when it is on disk.");
    }

    private static async Task<IResult> MakeAsync(BackupDesk desk, HttpContext context, IHostApplicationLifetime lifetime)
    {
        try
        {
            // Not given up when the caller goes away.
            return Results.Json(BackupAnswer.Of(await desk.MakeAsync(context.User.Actor(), context.Address(), lifetime.ApplicationStopping)), statusCode: StatusCodes.Status201Created);
        }
        catch (BackupRunningException)
        {
            return Problem.Of(StatusCodes.Status409Conflict, "backup_running", "已有备份正在进行，请稍后再试。");
        }
        catch (BackupElsewhereException)
        {
            return Problem.Of(StatusCodes.Status409Conflict, "backup_elsewhere", "读数由另一个节点接收，请在那个节点上备份（运行状态页写明是哪一个）。");
        }
        catch (ClickHouseException)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "clickhouse_unavailable", "ClickHouse 未能完成备份，没有留下备份。");
        }
        catch (IOException)
        {
            return Problem.Of(StatusCodes.Status507InsufficientStorage, "backup_not_written", "备份写不进磁盘，没有留下备份。");
        }
    }
}

/// <summary>A backup as callers see it; its folder is known to those on the machine.</summary>
internal sealed record BackupAnswer(string Name, DateTimeOffset At, long Bytes, long Readings)
{
    public static BackupAnswer Of(BackupEntry entry) => new(entry.Name, entry.At, entry.Bytes, entry.Readings);
}
