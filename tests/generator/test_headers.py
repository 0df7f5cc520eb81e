"""The headers for static hosts and those for nginx are the same ones."""

import fnmatch
import re

import pytest

from generator.site.rootpages import headers, nginx_headers

CSP = "default-src 'none'; script-src 'self'"
PATHS = ["/de/t/lung/", "/assets/a.css", "/media/x.webp", "/api/v1/manifest.json", "/api/v1/forms.de.0a.bin", "/apix/"]


def for_static_hosts(path):
    found, holds = {}, False
    for line in headers(CSP).splitlines():
        if line.startswith("/"):
            holds = fnmatch.fnmatch(path, line)
        elif holds:
            name, _, value = line.strip().partition(": ")
            found[name] = value
    return found


def for_nginx(path):
    text = nginx_headers(CSP)
    values = {}
    for name, body in re.findall(r"map \$uri \$(\w+) \{\n(.*?)\n\}", text, re.DOTALL):
        rows = re.findall(r"^    ~(\S+) '(.*)';$", body, re.MULTILINE)
        values[f"${name}"] = next((value for pattern, value in rows if re.search(pattern, path)), "")
    sent = re.findall(r'^add_header (\S+) "?(.*?)"?(?: always)?;$', text, re.MULTILINE)
    return {name: values.get(value, value) for name, value in sent if values.get(value, value)}


@pytest.mark.parametrize("path", PATHS)
def test_both_say_the_same_of_every_path(path):
    assert for_nginx(path) == for_static_hosts(path)
    assert for_nginx(path)["Content-Security-Policy"] == f"{CSP}; frame-ancestors 'self'"


def test_only_what_has_its_hash_in_its_name_is_kept():
    kept = [path for path in PATHS if "Cache-Control" in for_static_hosts(path)]
    assert kept == ["/assets/a.css", "/media/x.webp", "/api/v1/forms.de.0a.bin"]
    assert for_static_hosts("/api/v1/manifest.json")["Access-Control-Allow-Origin"] == "*"
