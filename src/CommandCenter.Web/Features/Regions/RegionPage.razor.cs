using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Indicators;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommandCenter.Web.Features.Regions;

/// <summary>区划画像: a region in five dimensions. What is chosen stands in the address.</summary>
public sealed partial class RegionPage(RegionsDesk desk, NavigationManager navigation) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private RegionSheet? _sheet;
    private RegionScope _scope;
    private RegionLinks _links = new("", null, null, false);
    private SheetQuestion _question = new(default, null, PeriodFilter.Latest);

    [Parameter] public string Code { get; set; } = "";

    [SupplyParameterFromQuery] public string? Indicator { get; set; }

    [SupplyParameterFromQuery] public string? Period { get; set; }

    [SupplyParameterFromQuery] public string? Passport { get; set; }

    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = null!;

    private string? _interactive => RendererInfo.IsInteractive ? "true" : null;

    protected override async Task OnParametersSetAsync()
    {
        _scope = (await Authentication).User.RegionScope();
        if (!RegionCode.TryParse(Code, null, out var code))
        {
            navigation.NotFound();
            return;
        }
        var question = new SheetQuestion(code, Indicator, PeriodFilter.Parse(Period));
        if (_sheet is null || question != _question) _sheet = await desk.SheetAsync(_scope, question, _left.Token);
        _question = question;
        _links = new(Code, Indicator, question.Period.Text, Passport is not null);
        if (_sheet is null) navigation.NotFound();
    }

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }
}
