using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CommandCenter.Demo;

/// <summary>Brings the demo rules of alarms into the running product as its staff would. What is there already stays.</summary>
internal sealed class RuleSeeder(Uri url, string user, string password)
{
    public async Task RunAsync(string file, CancellationToken cancel)
    {
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = url };
        (await http.PostAsJsonAsync("/api/v1/session", new { user, password }, cancel)).EnsureSuccessStatusCode();
        var there = (await http.GetFromJsonAsync<JsonElement>("/api/v1/alarm-rules", cancel)).EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToHashSet();
        using var rules = JsonDocument.Parse(await File.ReadAllBytesAsync(file, cancel));
        foreach (var rule in rules.RootElement.EnumerateArray())
        {
            var id = rule.GetProperty("id").GetString();
            if (there.Contains(id)) continue;
            using var answer = await http.PutAsJsonAsync($"/api/v1/alarm-rules/{id}", rule, cancel);
            if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{id}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancel)}");
        }
    }
}
