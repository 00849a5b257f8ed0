"""Scripts under the names they are served by: what one imports from another is there, under the name with its mark."""

import re
import shutil
from pathlib import Path

from django.conf import settings

from config.static_files import GatheredFiles

IMPORT = re.compile(r'^import .* from "\./(.+)";$', re.MULTILINE)


def test_what_a_script_imports_is_served_under_the_name_it_imports(tmp_path: Path) -> None:
    shutil.copytree(Path(settings.BASE_DIR) / "static/js", tmp_path / "js")
    storage = GatheredFiles(location=tmp_path, base_url="/static/")
    paths = {f"js/{each.name}": (storage, f"js/{each.name}") for each in (tmp_path / "js").iterdir()}
    imported = {}
    for name, gathered, done in storage.post_process(paths):
        assert not isinstance(done, Exception), done
        if (
            name.endswith(".js")
            and gathered.endswith(".js")
            and (found := IMPORT.findall((tmp_path / gathered).read_text()))
        ):
            imported[name] = found
    assert sorted(imported) == ["js/room-kept.js", "js/room.js"]
    for names in imported.values():
        for each in names:
            assert re.fullmatch(r"room-fields\.[0-9a-f]{12}\.js", each)
            assert (tmp_path / "js" / each).is_file()
