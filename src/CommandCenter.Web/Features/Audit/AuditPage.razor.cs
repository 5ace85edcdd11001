using System.Globalization;
using CommandCenter.Store.Audit;
using CommandCenter.Store.Records;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace CommandCenter.Web.Features.Audit;

/// <summary>审计: search, page, one entry, the state of the chain.</summary>
public sealed partial class AuditPage : ComponentBase
{
    private AuditSheet? _sheet;
    private AuditEntry? _opened;
    private string? _refusal;

    [SupplyParameterFromQuery] private string? From { get; set; }
    [SupplyParameterFromQuery] private string? To { get; set; }
    [SupplyParameterFromQuery] private string? Actor { get; set; }
    [SupplyParameterFromQuery] private string? Action { get; set; }
    [SupplyParameterFromQuery] private string? Outcome { get; set; }
    [SupplyParameterFromQuery] private string? Region { get; set; }
    [SupplyParameterFromQuery] private string? Text { get; set; }
    [SupplyParameterFromQuery] private string? Before { get; set; }
    [SupplyParameterFromQuery] private string? Entry { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = null!;

    private string ExportHref => QueryHelpers.AddQueryString("/api/v1/audit/export", Asked().Where(part => part.Key is not ("before" or "entry")));

    protected override async Task OnInitializedAsync()
    {
        var question = new AuditQuestion(From, To, Actor, Action, Outcome, Region, Text, Before, null);
        (_sheet, var refusal) = await Desk.SearchAsync(Http, question, Http.RequestAborted);
        _refusal = (refusal as IValueHttpResult)?.Value is Microsoft.AspNetCore.Mvc.ProblemDetails problem ? problem.Detail : null;
        _opened = _sheet?.Entries.FirstOrDefault(entry => Number(entry.Sequence) == Entry);
    }

    private Dictionary<string, string?> Asked() => new Dictionary<string, string?>
    {
        ["from"] = From, ["to"] = To, ["actor"] = Actor, ["action"] = Action, ["outcome"] = Outcome, ["region"] = Region, ["text"] = Text,
        ["before"] = Before, ["entry"] = Entry,
    }.Where(part => !string.IsNullOrEmpty(part.Value)).ToDictionary();

    /// <summary>This page with some of its choices made otherwise.</summary>
    private string Href(params (string Name, string? Value)[] changes)
    {
        var asked = Asked();
        foreach (var (name, value) in changes) asked[name] = value;
        return QueryHelpers.AddQueryString("/audit", asked.Where(part => part.Value is not null));
    }

    private string HrefOf(AuditEntry entry) => Href(("entry", Number(entry.Sequence)));

    private static string CodeOf(AuditOutcome outcome) => outcome.ToString().ToLowerInvariant();

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Counted(AuditSheet sheet) => sheet.Next is null ? $"本页 {sheet.Entries.Count} 条" : $"本页 {sheet.Entries.Count} 条，还有更早的";
}
