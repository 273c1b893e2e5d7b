"""Many modules as one: they run as the browser would have run them, or it is said why they cannot be joined."""

from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser

from hub.assembly.modules import Joiner, NotJoinedError

SOURCES = {
    "/page.js": 'import { count, told } from "./told.js";\nimport named from "./named.js";\nimport "./last.js";\n'
    "told.push(`page ${named} ${count([1, 2])}`);\n",
    "/told.js": "/** What was\n * told. */\nexport const told = [];\nglobalThis.told = told;\n"
    'export { size as count } from "./size.js";\ntold.push("told");\n',
    "/size.js": "const told = 1;\nfunction size(list) {\n  return list.length + told;\n}\nexport {\n  size,\n};\n",
    "/named.js": 'import{told as t}from"./told.js";t.push("named");'
    'var n="by name";function f(){}export{n as default};\n'
    "//# sourceMappingURL=named.js.map",
    "/last.js": 'import { Box } from "./box.js";\nexport async function later() {}\nnew Box().tell();\n',
    "/box.js": 'import { told } from "./told.js";\nexport class Box {\n  tell() {\n    told.push("box");\n  }\n}\n',
}


def joiner_of(sources: dict[str, str]) -> Joiner:
    return Joiner(sources.__getitem__, lambda name, importer: urljoin(importer, name), ["/named.js"])


def test_modules_run_once_each_and_in_the_browsers_order(chromium: Browser) -> None:
    joiner = joiner_of(SOURCES)
    script = joiner.join("/page.js")
    page = chromium.new_page()
    assert page.evaluate(f"(() => {{ {script} return globalThis.told; }})()") == [
        "told",
        "named",
        "box",
        "page by name 3",
    ]
    page.close()
    assert joiner.addresses == ["/size.js", "/told.js", "/named.js", "/box.js", "/last.js", "/page.js"]
    assert "What was" not in script
    assert "sourceMappingURL" not in script


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ('import { told } from "./page.js";\n', "circle: /page.js → /told.js → /page.js"),
        ("export let told = 1;\n", "not understood: export let told"),
        ("let told = 1;\nexport { told };\n", "not understood: let told"),
        ("var size = 1, told = 2;\nexport { told as count };\n", "not understood: var size = 1, told"),
        ("export const size = 1, told = 2;\n", "/page.js: ./told.js does not export count, told"),
        (
            'export { size as told, size as count, none } from "./size.js";\n',
            "/told.js: ./size.js does not export none",
        ),
        ('import size from "./size.js";\n', "/told.js: ./size.js does not export default"),
        ("export default function told() {}\ntold();\n", "not understood: .*function told"),
        ("export default class Told {}\nnew Told();\n", "not understood: .*class Told"),
        ("export default async function () {}\n", "not understood: .*async function"),
        ("export const told = [], count = await size;\n", "not understood: .*await size"),
        ("for await (const one of all) one();\n", "not understood: for await"),
        ('if (late) {\n  import { size } from "./size.js";\n}\n', "not understood: import { size }"),
        ("  export const told = 1;\n", "not understood: export const told"),
        ("export const told = import.meta.url;\n", "not understood: import.meta.url"),
        ('export const told = () => import("./size.js");\n', "not understood: import"),
        ('export * from "./size.js";\n', "not understood: export \\*"),
        ('import all, { size } from "./size.js";\n', "not understood: import all, {"),
    ],
)
def test_what_would_not_be_the_same_is_refused(source: str, why: str) -> None:
    with pytest.raises(NotJoinedError, match=why):
        joiner_of({**SOURCES, "/told.js": source}).join("/page.js")
