using System.Security.Cryptography;
using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Sensing;
using CommandCenter.Store;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary><c>/api/v1/devices/{id}/photo</c>: the photo of a device's installation, kept in the store beside the device.</summary>
internal static class PhotoRoutes
{
    public const int MostBytes = 2 * 1024 * 1024;

    private static readonly Refusal NoDevice = new(StatusCodes.Status404NotFound, "device_not_found", "没有找到这台设备，或它不在您的管辖范围内。");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/devices/{id}/photo", GetAsync).RequireAuthorization(Permissions.View).WithTags("sensing")
            .Produces<byte[]>(StatusCodes.Status200OK, "image/jpeg", "image/png", "image/webp").WithSummary("The photo of a device's installation.");
        routes.MapPut("/api/v1/devices/{id}/photo", PutAsync).RequireAuthorization(Permissions.KeepDevices).WithTags("sensing")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes)).Produces<DeviceSheet>()
            .WithSummary("Bring the photo of a device's installation: the body is a JPEG, PNG or WebP of at most 2 MB.");
    }

    public static string Address(string id, string digest) => $"/api/v1/devices/{Uri.EscapeDataString(id)}/photo?v={digest[..12]}";

    /// <summary>What the first bytes say it is; null when it is none of the three.</summary>
    public static string? MediaTypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? "image/webp"
        : null;

    private static async Task<IResult> GetAsync(string id, HttpContext context, CurrentState current, IDbContextFactory<CommandCenterDb> stores, CancellationToken cancel)
    {
        if (current.Find(context.User.RegionScope(), id) is null) return Problem.NotFound(NoDevice.Code, NoDevice.Detail);
        await using var store = await stores.CreateDbContextAsync(cancel);
        if (await store.DevicePhotos.AsNoTracking().SingleOrDefaultAsync(photo => photo.Device == id, cancel) is not { } found)
            return Problem.NotFound("photo_not_found", "这台设备还没有安装照片。");
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "private, max-age=86400";
        return Results.Bytes(found.Bytes, found.MediaType, entityTag: new($"\"{found.Digest}\""));
    }

    private static async Task<IResult> PutAsync(
        string id, HttpContext context, CurrentState current, DeviceRoster roster, DeviceDesk desk, TimeProvider clock, CancellationToken cancel)
    {
        var (caller, scope) = (context.User, context.User.RegionScope());
        if (current.Find(scope, id) is null) return Problem.NotFound(NoDevice.Code, NoDevice.Detail);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancel);
        var bytes = body.ToArray();
        if (MediaTypeOf(bytes) is not { } type) return Problem.BadRequest("invalid_photo", "照片应为 JPEG、PNG 或 WebP 图片。");
        var photo = new DevicePhoto { Device = id, MediaType = type, Digest = Convert.ToHexStringLower(SHA256.HashData(bytes)), Bytes = bytes, TakenAt = clock.GetUtcNow() };
        var outcome = await roster.ChangeAsync(
            id, row: null, Change, (_, after) => DeviceDesk.Record(caller, context.Address(), AuditActions.DeviceChanged, after, new() { ["fields"] = "photo" }),
            store => SaveAsync(store, photo, cancel), cancel);
        return outcome.Refusal is { } refusal ? Problem.Of(refusal.Status, refusal.Code, refusal.Detail) : DeviceRoutes.Answer(desk.Find(caller, id));

        Outcome<Device> Change(Device before) =>
            scope.Covers(before.Region) ? before with { Card = before.Card with { Photo = photo.Digest } } : NoDevice;
    }

    private static async Task SaveAsync(CommandCenterDb store, DevicePhoto photo, CancellationToken cancel)
    {
        if (await store.DevicePhotos.SingleOrDefaultAsync(one => one.Device == photo.Device, cancel) is not { } known)
        {
            store.DevicePhotos.Add(photo);
            return;
        }

        (known.MediaType, known.Digest, known.Bytes, known.TakenAt) = (photo.MediaType, photo.Digest, photo.Bytes, photo.TakenAt);
    }
}
