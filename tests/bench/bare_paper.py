"""The floor of row 10: WeasyPrint as its manual shows it, given the HTML, the style sheets and the fonts of a paper.

Reads the job of `copse.pdf` on standard input and writes the PDF.
"""

import json
import sys

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

job = json.load(sys.stdin)
html = job["html"]
for name, content in job["assets"].items():
    html = html.replace(f"copse-asset:{name}", f"data:image/svg+xml;base64,{content}")
faces = "".join(
    f'@font-face{{font-family:"{font["family"]}";font-style:{font["style"]};src:url(file://{font["path"]})}}'
    for font in job["fonts"]
)
first = (sheets[0] for sheets in job["fits"])
fonts = FontConfiguration()
sheets = [CSS(string=css, font_config=fonts) for css in (faces, *job["stylesheets"], *first)]
sys.stdout.buffer.write(HTML(string=html).write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1"))
