"""Writes the smallest PDF that has a text layer."""

LOCK = b" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (b"01" * 32, b"02" * 32)
"""Asks for a password; no password fits, which is enough for whoever has none."""


def pdf(lines, *, leading=14, locked=False):
    """A page with these lines of text (Latin-1), a blank one making a gap; without lines, a page with a drawing."""
    drawing = "0 0 m 100 100 l S"
    shown = "".join(f"({_escaped(line)}) Tj T*\n" if line else "T*\n" for line in lines)
    content = (f"BT /F1 11 Tf {leading} TL 60 780 Td\n{shown}ET" if lines else drawing).encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (count, table, count, LOCK if locked else b"", len(out))


def _escaped(line):
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
