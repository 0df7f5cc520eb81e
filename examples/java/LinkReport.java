import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Links the words of one report and writes the linked report to standard output, byte for byte as it came back.
 *
 * <pre>java LinkReport.java http://127.0.0.1:8080 en fhir report.json</pre>
 */
public final class LinkReport {
    /**
     * One client for the whole program: it keeps its connections open. HTTP/1.1 is said because it would otherwise ask a
     * plain address for HTTP/2 with each request, which not every server and proxy between understands.
     */
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** Says that a report was not linked. A portal then shows it without links. */
    static final class NotLinkedException extends IOException {
        NotLinkedException(String why) {
            super(why);
        }
    }

    /** Links a report in its own form ("text", "html", "fhir", "hl7v2", ...); text comes back as HTML. */
    static byte[] link(String service, String language, String form, byte[] report)
            throws IOException, InterruptedException {
        String to = form.equals("text") ? "html" : "same";
        URI address = URI.create("%s/v1/link/%s?lang=%s&to=%s".formatted(service, form, language, to));
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(report))
                .build();
        HttpResponse<byte[]> answer;
        try {
            answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException error) {
            throw new NotLinkedException("the service does not answer");
        }
        if (answer.statusCode() != 200) {
            // Problem details (RFC 9457) in JSON. They never repeat the report, so they may be logged; the report may not.
            throw new NotLinkedException(new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        byte[] report = Files.readAllBytes(Path.of(arguments[3]));
        try {
            System.out.writeBytes(link(arguments[0], arguments[1], arguments[2], report));
            System.out.flush();
        } catch (NotLinkedException error) {
            System.err.println("not linked: " + error.getMessage());
            System.exit(1);
        }
    }
}
