"""Drawings of the page as SVG for a file: with the styles that the page gives them, in light colours."""

import json

from pyscript.ffi import to_js

from ui.page.browser import by_id, window
from ui.yours.svg_charts import QUIET, RULE, escaped

DEFAULTS = {  # what need not be written, by the name of the property
    "fill": "rgb(0, 0, 0)",
    "stroke": "none",
    "stroke-width": "1px",
    "stroke-dasharray": "none",
    "stroke-linecap": "butt",
    "opacity": "1",
    "font-family": "",
    "font-size": "",
    "font-weight": "400",
    "font-style": "normal",
    "letter-spacing": "normal",
    "text-anchor": "start",
}
# A copy outside of the window gets the colours of the light scheme, those that :root has outside of @media, and what
# is computed for it is written into it.
COPY = """const holder = document.createElement("div"), copy = svg.cloneNode(true), rules = []
for (const sheet of document.styleSheets)
  for (const rule of sheet.cssRules) if (rule.selectorText === ":root") rules.push(rule.style.cssText)
holder.style.cssText = rules.join(";") + ";position:fixed;left:-9999px;width:800px;height:600px;font-size:16px"
holder.append(copy)
document.body.append(holder)
const {x, y, width, height} = copy.getBBox(), texts = new Set(["text", "tspan"])
for (const part of [...copy.querySelectorAll("*")]) {
  const style = getComputedStyle(part)
  if (style.display === "none") { part.remove(); continue }
  if (!part.closest("defs") || part.localName === "path")
    for (const [name, usual] of Object.entries(usually)) {
      if (/^(font|text|letter)/.test(name) && !texts.has(part.localName) || part.localName === "g" && name !== "opacity") continue
      const value = style.getPropertyValue(name)
      if (value && value !== usual) part.setAttribute(name, value)
    }
}
for (const part of copy.querySelectorAll("*"))
  for (const {name} of [...part.attributes]) if (/^(class|role|tabindex|style|aria-.*|data-.*)$/.test(name)) part.removeAttribute(name)
holder.remove()
const inside = [...copy.childNodes].map(part => new XMLSerializer().serializeToString(part)).join("")
return JSON.stringify([inside, x, y, width, height])"""
MARGIN = 12  # around a copy


def copied(svg, title):
    """An SVG element of the page, all of it, as the text of a file."""
    text = window.Function.new("svg", "usually", COPY)(svg, to_js(DEFAULTS))
    inside, x, y, width, height = json.loads(str(text))
    box = (x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN)
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="%.1f" height="%.1f" viewBox="%.1f %.1f %.1f %.1f" font-size="13">'
    ground = '<title>%s</title><rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="#ffffff"/>' % ((escaped(title),) + box)
    return head % (box[2:] + box) + ground + inside + "</svg>\n"


def net(width):
    """The net of glass as a part of a drawing of this width: (height, markup); None if it is not to be seen."""
    place, tiles = by_id("net"), by_id("net-tiles")
    wide, tall = place.clientWidth, place.clientHeight
    if not (wide and tall):
        return None
    scale = width / wide
    parts = ['<g transform="scale(%.4f)" fill="none" stroke-linecap="round">' % scale]
    for path in by_id("net-edges").querySelectorAll("path[d]"):
        colour = "#1f5fc4" if path.classList.contains("positive") else "#d4620c"
        given = tuple([str(path.getAttribute(name)) for name in ("d", "stroke-width", "opacity")])
        parts.append('<path d="%s" stroke-width="%s" opacity="%s" stroke="%s"/>' % (given + (colour,)))
    parts.append('<image width="%d" height="%d" href="%s"/>' % (wide, tall, tiles.toDataURL("image/png")))
    for part in by_id("net-parts").children:
        box = (part.offsetLeft, part.offsetTop, part.offsetWidth, part.offsetHeight)
        parts.append('<rect x="%d" y="%d" width="%d" height="%d" stroke="%s"/>' % (box + (RULE,)))
        if str(part.localName) == "span":
            words = '<text x="%.1f" y="%.1f" text-anchor="middle" font-style="italic" fill="%s">%s</text>'
            middle = part.offsetLeft + part.offsetWidth / 2, part.offsetTop + part.offsetHeight / 2 + 4
            parts.append(words % (middle + (QUIET, escaped(str(part.textContent)))))
    return int(tall * scale) + 16, "".join(parts) + "</g>"
