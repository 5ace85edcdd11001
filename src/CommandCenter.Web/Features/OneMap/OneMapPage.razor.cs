using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Web.Features.OneMap.BaseMaps;
using CommandCenter.Web.Live;
using CommandCenter.Web.Map;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommandCenter.Web.Features.OneMap;

/// <summary>一张图. What is on the map stands in the address (wwwroot/js/onemap/view.js), so any view can be linked, or put on a wall.</summary>
public sealed partial class OneMapPage(AtlasHolder atlases, BaseMapDesk bases) : ComponentBase
{
    private const string Source = "边界 示意（镇界按驻地划分） · 海岸线 GSHHG · CGCS2000";
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private RegionScope _scope;
    private Region? _region;
    private string _account = "";
    private string _live = "";
    private string _bases = "";

    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        var user = (await Authentication).User;
        _scope = user.RegionScope();
        _region = atlases.Current.Tree.Find(_scope.Root);
        _account = user.FindFirst(AccountClaims.DisplayName)?.Value ?? user.Identity?.Name ?? "";
        _bases = JsonSerializer.Serialize(bases.Offered, _json);
        _live = new LiveKey("sensing", _scope.Root).ToString();
    }
}
