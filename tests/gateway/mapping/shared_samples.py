#!/usr/bin/env python3
"""Holds the provider presets against the samples they were written from.

`haatline adapter test` proves that a preset does what its own tests say; this proves that nobody bent those tests. The
provider files stand beside the repository (../shared/providers) and are not part of it: where they are absent the
presets are looked at alone, and the last check says so.

Every sample, reply and vector of a provider whose format is known with high or medium confidence must stand in its
preset under its name, with the same request and the same expectation. What may differ: the beginning of the path
(/cb/NAME/TOKEN there, nothing here), what is given beside it, and more values in a reply's model.
"""
import json
import pathlib
import re
import os
import sys
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[3]
PRESETS = ROOT / "gateway" / "presets"
PROVIDERS = ROOT.parent / "shared" / "providers"

NO_PRESET = {
    "smpp_ussd_and_dlt": "SMPP is no HTTP: its PDUs are the next issue's",
}
# (provider file, name): why it stands in no preset.
IN_CPP = "its address is no section's: tests/gateway/wire proves it against the recipe itself"
LEFT_OUT = {
    ("plivo", "V3 POST no params"): IN_CPP,
    ("plivo", "V3 POST with query and params"): IN_CPP,
    ("plivo", "V3 header with two signatures"): IN_CPP,
    ("plivo", "V2: base url without query + nonce"): "the older header, which the preset does not use",
    ("twilio", "docs-classic form POST"): IN_CPP,
    ("twilio", "URL with explicit port 443"): IN_CPP,
    ("twilio", "port-tolerance"): IN_CPP,
    ("twilio", "JSON body with bodySHA256"): IN_CPP,
    ("vonage", "API JWT RS256 (verify with the public key; the throw-away private key is not kept)"): "a token of our own requests, which "
    "the preset does not make",
}
DEBIANS = "/usr/bin/python3"
try:
    import yaml
except ImportError:
    # The package is Debian's; the python3 that is found first may be another.
    if os.path.exists(DEBIANS) and os.path.realpath(sys.executable) != os.path.realpath(DEBIANS):
        os.execv(DEBIANS, [DEBIANS, *sys.argv])
    sys.exit("tests/gateway/mapping/shared_samples.py needs the Debian package python3-yaml")


def as_texts(value):
    """Every scalar as the text it is written with: YAML and JSON then compare, whatever types either read."""
    if isinstance(value, dict):
        return {str(key): as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def read_preset(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def behind_token(path):
    return re.sub(r"^/cb/[^/]+(/TOKEN)?", "", path) or "/"


def same_request(sample, test):
    if "response" in sample:
        return test.get("response") == sample["response"]
    request = dict(test.get("request", {}))
    wanted = dict(sample)
    if "path" in wanted:
        wanted["path"] = behind_token(wanted["path"])
    for side in (request, wanted):
        if not side.get("headers"):
            side.pop("headers", None)
    return request == wanted


def given_is_kept(sample, test):
    """State that the sample assumes; how secrets and addresses are given is the mapping language's own."""
    given, kept = sample.get("given", {}), test.get("given", {})
    return all(kept.get(word) == given[word] for word in ("known_session", "previous_text", "now") if word in given)


def sample_fault(sample, tests):
    kind = "answer" if "response" in sample["request"] else "in"
    named = [test for test in tests if test.get("name") == sample["name"] and kind in test]
    if not named:
        return "is not there"
    named = [test for test in named if same_request(sample["request"], test)]
    if not named:
        return "has another request"
    named = [test for test in named if given_is_kept(sample, test)]
    if not named:
        return "is given another state"
    return None if any(same_meaning(test.get("expect"), sample["expect"]) for test in named) else "expects something else"


def same_meaning(expected, sampled):
    """Why a request is refused is a person's remark in the samples; how it is refused is not."""
    if isinstance(sampled, dict) and sampled.get("event") == "rejected" and isinstance(expected, dict):
        return {**expected, "why": None} == {**sampled, "why": None}
    return expected == sampled


def reply_fault(reply, tests):
    named = [test for test in tests if test.get("name") == reply["name"] and "reply" in test]
    if not named:
        return "is not there"
    model = reply["model"].items()
    named = [test for test in named if all(test.get("model", {}).get(key) == value for key, value in model)]
    if not named:
        return "has another model"
    named = [test for test in named if test.get("compare") == reply.get("compare")]
    if not named:
        return "is compared in another way"
    return None if any(test.get("expect") == reply["expect"] for test in named) else "expects something else"


def leaves(value):
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def vector_fault(vector, tests):
    """A vector's form is its algorithm's: its test must hold each expected value, plain or as a form writes it."""
    named = [test for test in tests if test.get("name") == vector["name"]]
    if not named:
        return "is not there"
    for test in named:
        texts = list(leaves(test))
        written = texts + [urllib.parse.unquote_plus(text) for text in texts]
        if all(any(value in text for text in written) for value in leaves(vector["expected"])):
            return None
    return "does not hold what is expected"


def preset_of(stem, presets):
    """africastalking → africastalking; imimobile_ussd_india → imimobile; tata_smartflo → smartflo."""
    stem = {"aws_eum_sms": "aws_sms"}.get(stem, stem)
    if stem in presets:
        return presets[stem]
    for name, preset in presets.items():
        if stem.startswith(name + "_") or stem.endswith("_" + name):
            return preset
    return None


def compare(file, presets):
    """Yields (what, fault or None) for one provider file."""
    provider = as_texts(json.loads(file.read_text(encoding="utf-8")))
    if provider.get("confidence") not in ("high", "medium") or provider["adapter"] in ("out_of_scope", "design_reference"):
        return
    if file.stem in NO_PRESET:
        return
    preset = preset_of(file.stem, presets)
    if preset is None:
        yield f"{file.stem}", "has no preset"
        return
    yield f"{file.stem}: confidence", None if preset.get("confidence") == provider["confidence"] else "differs"
    tests = preset.get("tests", [])
    for kind, fault_of in (("samples", sample_fault), ("replies", reply_fault), ("vectors", vector_fault)):
        for each in provider[kind]:
            if (file.stem, each["name"]) in LEFT_OUT:
                continue
            yield f"{file.stem}: {kind[:-1]} '{each['name']}'", fault_of(each, tests)


# Placeholders: 98765432xx, the demo's 900xxxxxxx, and round ones.
REAL_NUMBER = re.compile(r"(?<![0-9])91(?!98765432|900)[6-9][0-9]{9}(?<!000000)(?![0-9])")


def look_at(path, preset):
    """Yields (what, fault or None) for a preset by itself."""
    yield f"{path.name}: its name", None if preset.get("provider") == path.stem else f"is {preset.get('provider')} inside"
    tests = preset.get("tests", [])
    tried = {test[kind] for test in tests for kind in ("in", "reply", "call", "answer") if kind in test}
    untried = set(preset.get("in", {})) | set(preset.get("out", {}))
    untried -= tried
    yield f"{path.name}: each section is tested", f"but for {', '.join(sorted(untried))}" if untried else None
    seen, twice = set(), set()
    for test in tests:
        kind = next((kind for kind in ("in", "reply", "call", "answer") if kind in test), None)
        (twice if (kind, test.get("name")) in seen else seen).add((kind, test.get("name")))
    yield f"{path.name}: names of tests", f"twice: {sorted(map(str, twice))}" if twice else None
    found = REAL_NUMBER.findall(path.read_text(encoding="utf-8"))
    yield f"{path.name}: numbers are placeholders", f"{len(found)} are not" if found else None


def main():
    paths = sorted(PRESETS.glob("*.yaml"))
    presets = {path.stem: read_preset(path) for path in paths}
    checks = [check for path in paths for check in look_at(path, presets[path.stem])]
    checks.append(("presets", None if paths else "there is none"))
    if PROVIDERS.is_dir():
        for file in sorted(PROVIDERS.glob("[!_]*.json")):
            checks += compare(file, presets)
    else:
        print("skipped: ../shared/providers is not there, so the presets were not held against it")
    failed = [(what, fault) for what, fault in checks if fault]
    for what, fault in failed:
        print(f"{what} {fault}")
    print(f"{len(checks) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
