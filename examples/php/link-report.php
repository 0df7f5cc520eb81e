<?php

declare(strict_types=1);

/**
 * Links the words of one report and writes the linked report to standard output, byte for byte as it came back.
 *
 *     php link-report.php http://127.0.0.1:8080 en fhir report.json
 */

/** Says that a report was not linked. A portal then shows it without links. */
final class NotLinked extends RuntimeException
{
}

/** Links a report in its own form (text, html, fhir, hl7v2, ...); text comes back as HTML. */
function linkReport(string $service, string $language, string $form, string $report): string
{
    $query = http_build_query(['lang' => $language, 'to' => $form === 'text' ? 'html' : 'same']);
    $context = stream_context_create(['http' => [
        'method' => 'POST',
        'header' => ['Content-Type: application/octet-stream'],
        'content' => $report,
        'timeout' => 10.0,
        'follow_location' => 0,
        // An answer that is an error is read too: it says why.
        'ignore_errors' => true,
    ]]);
    $linked = @file_get_contents("$service/v1/link/" . rawurlencode($form) . "?$query", false, $context);
    if ($linked === false) {
        throw new NotLinked('the service does not answer');
    }
    if (preg_match('~^HTTP/\S+ 200\b~', $http_response_header[0]) !== 1) {
        // Problem details (RFC 9457). They never repeat the report, so they may be logged; the report may not.
        $problem = json_decode($linked, true);
        throw new NotLinked(is_array($problem) ? "{$problem['code']}: {$problem['detail']}" : $http_response_header[0]);
    }
    return $linked;
}

[, $service, $language, $form, $file] = $argv;
try {
    echo linkReport($service, $language, $form, file_get_contents($file));
} catch (NotLinked $error) {
    fwrite(STDERR, "not linked: {$error->getMessage()}\n");
    exit(1);
}
