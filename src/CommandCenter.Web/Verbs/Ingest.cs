using System.CommandLine;
using System.Net.Http.Headers;
using CommandCenter.Analytics.Import;
using CommandCenter.Analytics.Ingest.Mqtt;

namespace CommandCenter.Web.Verbs;

/// <summary><c>ingest --map FILE</c>: reads what <c>mosquitto_sub</c> prints from standard input, turns it into readings, and posts them to a
/// running server until it has them. Ends with its input: 0 when everything was acknowledged.</summary>
internal static class Ingest
{
    private const string Tokens = "COMMANDCENTER_TOKEN";

    public static Command Build()
    {
        var map = new Option<string>("--map") { Description = "CSV topic,device,metric,value,ts,id,scale (docs/sensing.md).", Required = true };
        var token = new Option<string?>("--token") { Description = $"Ingest token; better in {Tokens}, where no list of processes shows it." };
        var url = new Option<string>("--url") { Description = "The server.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var command = new Command("ingest", "Take readings from MQTT: mosquitto_sub … -F '%j' | … ingest --map FILE") { map, token, url };
        command.SetAction(async (parsed, cancel) =>
        {
            var secret = parsed.GetValue(token) ?? Environment.GetEnvironmentVariable(Tokens);
            if (string.IsNullOrEmpty(secret)) throw new InvalidOperationException($"An ingest token is needed: --token, or {Tokens}.");
            using var http = new HttpClient { BaseAddress = new Uri(parsed.GetRequiredValue(url)), Timeout = TimeSpan.FromSeconds(60) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            try
            {
                return await new IngestRun(http, TopicMap.Read(parsed.GetRequiredValue(map)), TimeProvider.System, Console.Error).RunAsync(Console.In, cancel);
            }
            catch (ImportException refused)
            {
                throw new InvalidOperationException(refused.Message, refused);
            }
        });
        return command;
    }
}
