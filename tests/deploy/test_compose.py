"""The compose file and the configuration of nginx keep what README.md promises of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from reportlink.server.app import create_app
from reportlink.server.metrics import Metrics
from reportlink.server.settings import Settings
from tests.deploy.containerfile import ROOT, listed, only

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
NGINX = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
DEFAULTS = Settings("/index")


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_every_service_is_without_rights_on_a_file_system_that_it_cannot_write(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].split(":")[0]) > 0
    assert service["mem_limit"]
    assert service["pids_limit"] <= 128
    assert all(volume["read_only"] for volume in service["volumes"])
    (scratch,) = service["tmpfs"]
    assert scratch.startswith("/tmp:size=")
    assert {"noexec", "nosuid", "nodev"} <= set(scratch.split(","))
    assert not {"privileged", "cap_add", "network_mode", "pid", "devices"} & set(service)


def test_the_service_has_no_way_out_and_nobody_outside_reaches_it() -> None:
    service = COMPOSE["services"]["reportlink"]
    assert [COMPOSE["networks"][name] for name in service["networks"]] == [{"internal": True}]
    assert "ports" not in service
    assert COMPOSE["services"]["site"]["ports"] == ["127.0.0.1:8080:8080"]


def test_the_service_is_the_image_of_this_repository_and_its_health_is_checked() -> None:
    service = COMPOSE["services"]["reportlink"]
    assert (ROOT / "deploy" / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    assert service["user"] == only("service", "USER")
    assert service["command"] == listed("service", "CMD")
    # Engines that keep no HEALTHCHECK in an image read this one; both say the same.
    assert service["healthcheck"]["test"] == ["CMD", *listed("service", "HEALTHCHECK")]
    assert f"--start-period={service['healthcheck']['start_period']}" in only("service", "HEALTHCHECK")


def seconds(name: str) -> int:
    found = re.search(rf"\b{name} (\d+)s;", NGINX)
    assert found
    return int(found[1])


def test_whoever_waits_for_the_service_waits_longer_than_it_takes() -> None:
    assert int(COMPOSE["services"]["reportlink"]["stop_grace_period"].removesuffix("s")) > DEFAULTS.stop_seconds
    assert seconds("proxy_read_timeout") > DEFAULTS.work_seconds
    assert seconds("client_body_timeout") <= DEFAULTS.body_seconds


def test_the_proxy_takes_what_the_service_takes() -> None:
    limits = re.findall(r"client_max_body_size (\w+);", NGINX)
    assert limits == ["9m"]
    assert DEFAULTS.max_bytes < 9 * 1024 * 1024


def test_the_proxy_logs_nothing_and_writes_no_report_to_a_disk() -> None:
    assert re.findall(r"\baccess_log (.*);", NGINX) == ["off"]
    assert re.findall(r"\berror_log (.*);", NGINX) == ["stderr emerg"]
    assert "proxy_buffering off;" in NGINX
    assert re.findall(r"\bproxy_request_buffering (.*);", NGINX) == ["off"]
    assert not re.search(r"\bproxy_(cache|store)\b", NGINX)


def test_the_proxy_passes_every_address_of_the_service_that_clients_need(published: str) -> None:
    app = create_app(Settings(published), Metrics())
    paths = {route.path.replace("{form}", "fhir") for route in app._app.routes}  # type: ignore[attr-defined]
    patterns = ["^" + path for path in re.findall(r"location (/v1/) \{", NGINX)]
    patterns += re.findall(r"location ~ (\^/\(infobutton\S+) \{", NGINX)
    refused = set(re.findall(r"location = (\S+) \{[^}]*return 404;", NGINX))
    passed = {path for path in paths if any(re.search(pattern, path) for pattern in patterns)} - refused
    # Figures and probes are for those who run it; nginx cannot pass a bulk request, see there.
    assert paths - passed == {"/metrics", "/healthz", "/readyz", "/v1/batch"}


def test_the_files_that_the_proxy_includes_are_made_with_the_site() -> None:
    from generator.site.rootpages import nginx_headers

    included = re.findall(r"include /site/(\S+);", NGINX)
    assert included == ["redirects.nginx.conf", "headers.nginx.conf"]
    assert "add_header" in nginx_headers("default-src 'none'")
