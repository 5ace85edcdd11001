using System.Globalization;
using CommandCenter.Analytics.ClickHouse;
using CommandCenter.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommandCenter.Web.Features.Operations;

/// <summary>运行状态: every part asked anew while somebody looks.</summary>
public sealed partial class OperationsPage : ComponentBase, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    private readonly CancellationTokenSource _left = new();
    private SystemStatus? _status;
    private IReadOnlyList<BackupEntry> _backups = [];
    private bool _making;
    private bool _failed;
    private string? _made;

    [Inject] private StatusDesk Status { get; set; } = default!;

    [Inject] private BackupDesk Backups { get; set; } = default!;

    [Inject] private CommandCenterOptions Options { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = default!;

    private string? _interactive => RendererInfo.IsInteractive ? "true" : null;

    protected override Task OnInitializedAsync() => ReadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = WatchAsync();
    }

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_left.Token))
                await InvokeAsync(async () =>
                {
                    await ReadAsync();
                    StateHasChanged();
                });
        }
        catch (Exception left) when (left is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody looks any more.
        }
    }

    private async Task ReadAsync()
    {
        _status = await Status.ReadAsync(_left.Token);
        _backups = Backups.List();
    }

    private async Task BackUpAsync()
    {
        (_making, _made) = (true, null);
        try
        {
            var caller = (await Authentication).User.Actor();
            // Goes on when the page is left.
            var entry = await Task.Run(() => Backups.MakeAsync(caller, "", CancellationToken.None));
            (_failed, _made) = (false, $"已备份，{At(entry.At)} 的全部数据，{Mega(entry.Bytes)} MB");
        }
        catch (BackupRunningException)
        {
            (_failed, _made) = (true, "已有备份正在进行，请稍后再试");
        }
        catch (BackupElsewhereException)
        {
            (_failed, _made) = (true, "读数由另一个节点接收，请在那个节点上备份");
        }
        catch (Exception failure) when (failure is IOException or ClickHouseException)
        {
            (_failed, _made) = (true, "没有备份成功，没有留下不完整的备份");
        }
        finally
        {
            _making = false;
            await ReadAsync();
        }
    }

    private static string At(DateTimeOffset instant) => instant.ToOffset(Beijing).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string DayAndTime(DateTimeOffset instant) => instant.ToOffset(Beijing).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Mega(long bytes) => FigureText.Of(bytes / 1e6, 1);

    private static string Giga(long bytes) => FigureText.Of(bytes / 1e9, 1);
}
