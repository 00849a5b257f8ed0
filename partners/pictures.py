"""Pictures people bring, drawn anew: what else a file carried, such as where it was taken, stays behind."""

import io
from collections.abc import Collection

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from partners.verb import Refused

MOST_PIXELS = 40_000_000


def drawn_anew(
    content: bytes, kinds: Collection[str], *, unknown: str, field: str
) -> tuple[str, Image.Image]:
    """One of `kinds` ("PNG", "JPEG", "WEBP") and the picture on a fresh canvas, upright.

    Raises Refused at `field`: with the sentence `unknown` where it is none of them.
    """
    # WeasyPrint, once imported in the process, has Pillow draw half a picture, and read a whole one differently.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(content), formats=tuple(kinds)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            kind = str(picture.format)
            if not _is_whole(kind, content):
                raise EOFError
            upright = ImageOps.exif_transpose(picture)
            # A fresh canvas: text, profiles and coordinates hang on the picture that was opened.
            bare = Image.new(upright.mode, upright.size)
            bare.paste(upright)
            if upright.mode == "P" and (palette := upright.getpalette()):
                bare.putpalette(palette)
    except Image.DecompressionBombError:
        sentence = "The picture has more than 40 million points. Bring a smaller one."
        raise Refused(sentence, field=field) from None
    except UnidentifiedImageError:
        raise Refused(unknown, field=field) from None
    except Exception:  # whatever the drawing of a stranger's bytes breaks on, they are no whole picture
        raise Refused("The picture is damaged. Save it once more and bring that.", field=field) from None
    return kind, bare


def _is_whole(kind: str, content: bytes) -> bool:
    """Whether a picture has its end. Pillow asks itself only until WeasyPrint, in the same process, tells it not to."""
    if (
        kind == "JPEG"
    ):  # an end of the picture after the last of its scans; what is drawn small inside has one as well
        return content.rfind(b"\xff\xd9") > content.rfind(b"\xff\xda")
    if kind == "PNG":
        return b"IEND" in content
    return int.from_bytes(content[4:8], "little") + 8 <= len(content)
