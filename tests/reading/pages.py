"""Web pages, feeds and texts written for the tests. Places, people and outlets are invented."""

ARTICLE = [
    "The harbour of Kelmouth was closed on Tuesday after the tanker Annika spilled about 40 tonnes of diesel near the breakwater, the port authority said.",
    "Two dock workers were treated for the fumes, and twelve families were moved from their homes for the night.",
    "“We do not yet know why the valve was open,” the harbour master, Ruth Calloway, told reporters.",
    "Fishing boats will not be allowed to leave before Thursday, according to the authority.",
]

TEXT = "\n\n".join(ARTICLE)

SPANISH = (
    "El puerto de Kelmouth fue cerrado el martes después de que el petrolero Annika derramara unas 40 "
    "toneladas de gasóleo cerca del rompeolas, informó la autoridad portuaria."
)

FRENCH = (
    "Le port de Kelmouth a été fermé mardi après le déversement d'environ 40 tonnes de gazole par un pétrolier, "
    "a indiqué l'autorité portuaire, qui n'exclut pas une enquête."
)

GERMAN = (
    "Der Hafen von Kelmouth wurde am Dienstag geschlossen, nachdem ein Tanker etwa 40 Tonnen Diesel verloren "
    "hatte, teilte die Hafenbehörde mit, die den Schaden untersucht."
)

JAPANESE = (
    "ケルマス港は火曜日、タンカーのアニカ号が防波堤の近くで約40トンの軽油を流出させたため閉鎖されたと港湾当局が発表した。"
    "木曜日までは漁船の出港は認められず、十二世帯が夜間に避難した。原因はまだ分かっていないと港長は記者団に語った。"
)

HEAD = """
<title>Harbour closed after spill | Meridian Wire</title>
<meta property="og:title" content="Harbour closed after spill">
<meta property="og:site_name" content="Meridian Wire">
<meta name="author" content="Hanna Corvin">
<link rel="canonical" href="https://www.meridian-wire.example/2024/10/22/harbour-closed">
"""

PUBLISHED_TIME = '<meta property="article:published_time" content="2024-10-22T18:40:00+02:00">'


def page(head: str = HEAD + PUBLISHED_TIME, article: list[str] = ARTICLE) -> str:
    """A page as a publishing system makes it, the article among everything else."""
    paragraphs = "".join(f"<p>{paragraph}</p>\n" for paragraph in article)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">{head}</head>
<body>
<div id="cookie-banner">
<p>We use cookies to improve your experience on our site.</p>
<button>Accept all</button>
</div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/s">Sport</a></li></ul></nav>
<article>
<h1>Harbour closed after spill</h1>
<p class="byline">By Hanna Corvin</p>
<figure>
<img src="spill.jpg" alt="">
<figcaption>The Annika on Tuesday. (Photo by J. Okafor/Meridian)</figcaption>
</figure>
{paragraphs}
<div class="ad">Advertisement</div>
<p>Read more: Why the ferries to Oland are late again</p>
</article>
<aside><h3>Most read</h3><ul><li><a href="/a">Mayor of Brenton steps down over bridge</a></li></ul></aside>
<form id="respond"><h3>Leave a Reply</h3><p>Your email address will not be published.</p></form>
<footer><p>© 2024 Meridian Wire. All rights reserved.</p></footer>
</body></html>"""
