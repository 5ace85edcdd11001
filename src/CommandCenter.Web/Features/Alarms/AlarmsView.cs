using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommandCenter.Web.Features.Alarms;

/// <summary>A part of a page that shows the open alarms of a region: the first picture comes with the page, the live client moves it on.</summary>
public abstract class AlarmsView : ComponentBase
{
    [Inject] private AlarmsFeed Feed { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Parameter, EditorRequired] public RegionCode Region { get; set; }

    /// <summary>Call number on a wall.</summary>
    [Parameter] public string? Call { get; set; }

    private protected AlarmsPicture? Picture { get; private set; }

    /// <summary>When the picture was read, milliseconds since 1970.</summary>
    protected long AsOf { get; private set; }

    protected string Key => AlarmsFeed.Key(Region);

    protected override async Task OnParametersSetAsync()
    {
        Picture = Feed.PictureOf((await Authentication).User.RegionScope().Within(Region));
        AsOf = Clock.GetUtcNow().ToUnixTimeMilliseconds();
    }
}
