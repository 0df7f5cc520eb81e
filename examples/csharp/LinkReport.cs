using System;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;

/// <summary>Says that a report was not linked. A portal then shows it without links.</summary>
public sealed class NotLinkedException : Exception
{
    public NotLinkedException(string why) : base(why) { }
}

/// <summary>
/// Links the words of one report and writes the linked report to standard output, byte for byte as it came back:
/// <c>LinkReport http://127.0.0.1:8080 en fhir report.json</c>. A console program for C# 7.1 or newer, without packages.
/// </summary>
public static class LinkReport
{
    // One client for the whole program: it keeps its connections open.
    private static readonly HttpClient Client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Links a report in its own form (text, html, fhir, hl7v2, ...); text comes back as HTML.</summary>
    public static async Task<byte[]> LinkAsync(string service, string language, string form, byte[] report)
    {
        var to = form == "text" ? "html" : "same";
        using (var body = new ByteArrayContent(report))
        {
            body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            try
            {
                using (var answer = await Client.PostAsync($"{service}/v1/link/{form}?lang={language}&to={to}", body))
                {
                    if (!answer.IsSuccessStatusCode)
                    {
                        // Problem details (RFC 9457) in JSON. They never repeat the report, so they may be logged;
                        // the report may not.
                        throw new NotLinkedException(await answer.Content.ReadAsStringAsync());
                    }
                    return await answer.Content.ReadAsByteArrayAsync();
                }
            }
            // HttpClient says TaskCanceledException when its time-out has passed.
            catch (Exception error) when (error is HttpRequestException || error is TaskCanceledException)
            {
                throw new NotLinkedException("the service does not answer");
            }
        }
    }

    public static async Task<int> Main(string[] arguments)
    {
        var report = File.ReadAllBytes(arguments[3]);
        try
        {
            var linked = await LinkAsync(arguments[0], arguments[1], arguments[2], report);
            using (var output = Console.OpenStandardOutput())
            {
                await output.WriteAsync(linked, 0, linked.Length);
            }
            return 0;
        }
        catch (NotLinkedException error)
        {
            await Console.Error.WriteLineAsync("not linked: " + error.Message);
            return 1;
        }
    }
}
