using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommandCenter.Web.Features.Sensing;

/// <summary>A part of a page that shows the devices of a region: the first picture comes with the page, the live client moves it on.</summary>
public abstract class SensingView : ComponentBase
{
    private RegionCode _shown;

    [Inject] private SensingFeed Feed { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    [Inject] private ILogger<SensingView> Log { get; set; } = default!;

    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Parameter, EditorRequired] public RegionCode Region { get; set; }

    /// <summary>Call number on a wall.</summary>
    [Parameter] public string? Call { get; set; }

    /// <summary>Null when it could not be read; the live client fills the figures when it can be.</summary>
    private protected SensingPicture? Picture { get; private set; }

    /// <summary>When the picture was read, milliseconds since 1970; 0 without one.</summary>
    protected long AsOf { get; private set; }

    protected string Key => SensingFeed.Key(Region);

    protected override async Task OnParametersSetAsync()
    {
        if (Picture is not null && _shown == Region) return;
        _shown = Region;
        try
        {
            var caller = (await Authentication).User;
            var now = Clock.GetUtcNow();
            Picture = await Feed.PictureAsync(caller.RegionScope().Within(Region), CancellationToken.None);
            AsOf = now.ToUnixTimeMilliseconds();
        }
        catch (Exception failure)
        {
            (Picture, AsOf) = (null, 0);
            Log.LogError(failure, "The devices of {Region} could not be read", Region);
        }
    }
}
