using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace CommandCenter.Web.Tests.Host;

/// <summary>Fills in a form of a page and sends it, as a browser without scripts does.</summary>
internal static class PageForm
{
    public static async Task<IDocument> PageAsync(this HttpClient browser, string address) =>
        new HtmlParser().ParseDocument(await browser.GetStringAsync(address));

    public static async Task<IDocument> PageAsync(this HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

    /// <param name="name">The form's name, as the page tells its forms apart.</param>
    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient browser, string address, string name, params (string Name, string Value)[] fields)
    {
        var page = await browser.PageAsync(address);
        return await browser.SubmitAsync(address, page, name, fields);
    }

    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient browser, string address, IDocument page, string name, params (string Name, string Value)[] fields)
    {
        var form = page.QuerySelector($"form:has(input[name=_handler][value={name}])") ?? throw new InvalidOperationException($"No form {name} on {address}: {page.Body!.TextContent}");
        var hidden = form.QuerySelectorAll("input[type=hidden]")
            .Where(input => fields.All(field => field.Name != input.GetAttribute("name")))
            .Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value") ?? ""));
        return await browser.PostAsync(address, new FormUrlEncodedContent([.. hidden, .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]));
    }
}
