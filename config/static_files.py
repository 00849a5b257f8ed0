"""How style sheets and scripts are gathered for serving: each under a name that carries the mark of its content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = r'(?m)^(?P<matched>import (?P<names>[^;"]*) from "(?P<url>\./[^"]+)";)$'


class GatheredFiles(CompressedManifestStaticFilesStorage):
    """Our scripts import each other: what an import names carries the mark as well. Those of others are left alone."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((_IMPORT, 'import %(names)s from "%(url)s";'),)),
    )
