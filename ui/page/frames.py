"""Frames for course pages: what `?embed` may name, which parts can be shown or hidden, and the style that does it.

    ?embed=plane&show=settings&hide=edits,speed&transparent#network?rate=0.5

Plain Python, without a browser. A part is told by a selector of CSS; a frame shows an exhibit or a whole chapter:
`embed` alone means that of the address, and is the only way to the whole of chapter 2, because `line` is an exhibit.
"""

CHAPTERS = {  # name -> (what it is called, height in pixels that it needs where the frame is 800 wide)
    "derivatives": ("Chapter 1, Derivatives", 6810),
    "network": ("Chapter 3, A network", 2230),
    "code": ("Chapter 4, Under the hood", 2760),
}
LINE = ("Chapter 2, A line", 3900)
OF_NETWORK = ", #network .transport, #time, #network .message, #network .panel > .readouts"
EXHIBITS = {  # name -> (what it is called, chapter, selector, height)
    "graph": ("A function and its graph", "derivatives", "#walk-bench", 1120),
    "difference": ("The small difference", "derivatives", "#small-difference", 1180),
    "chain-rule": ("The chain rule and its proof", "derivatives", "#chain-rule", 1750),
    "order": ("Why the order matters", "derivatives", "#order", 1720),
    "forward-mode": ("Forward mode", "derivatives", "#forward-mode", 1080),
    "cost": ("What derivatives cost", "derivatives", "#costs", 1210),
    "line": ("The line on its plane", "line", ".line-stage", 1090),
    "valley": ("The loss of every line", "line", ".line-valley", 1170),
    "rate": ("How large the learning rate can be", "line", ".line-rate", 990),
    "plane": ("The plane of the network", "network", "#network .stage, #network .panel > .readouts", 1060),
    "net": ("The net of glass", "network", ".glass" + OF_NETWORK, 710),
    "curves": ("The curves", "network", "#curves-view" + OF_NETWORK, 820),
    "landscape": ("The landscape of the loss", "network", "#landscape-view, #views-trouble" + OF_NETWORK, 740),
    "slow-motion": (
        "One step in slow motion",
        "network",
        ".glass, #slow-motion-view, #views-trouble, #network .message",
        1330,
    ),
    "experiments": ("Three experiments", "code", ".experiments", 250),
    "checks": ("The engine’s checks", "code", ".checks", 400),
    "console": ("The Python prompt", "code", ".console", 450),
    "files": ("The engine’s files", "code", ".desk", 640),
    "machine-code": ("The machine code", "code", "#machine-code", 1190),
}
GROUPS = {  # name -> (what it is called, selector)
    "intro": ("title and introduction", ".intro > h1, .intro > p:not([role=alert], .reading-bar)"),
    "goals": ("goals", ".intro > .goals"),
    "questions": ("questions at the end", ".ending"),
    "reading": ("“How it works”", ".reading-bar, #reading"),
    "text": ("text", ".chapter .text:not(.formula, #reading-text)"),
    "help": ("help below planes", ".chapter .help"),
    "labels": ("choice of what a click adds", ".stage > .toolbar .segmented"),
    "edits": ("Undo, Redo, Clear", ".stage > .toolbar .buttons"),
    "train": ("Train, Step, Reset", ".transport > button"),
    "speed": ("speed", ".transport > .speed"),
    "timeline": ("timeline", "#time, #other-branch"),
    "readouts": ("steps, loss, accuracy", "#network .panel > .readouts, .line-stage > .readouts"),
    "legend": ("legend of the plane", "#plane-legend"),
    "status": ("line that says what happens", ".stage > .message"),
    "net": ("net", ".glass"),
    "settings": ("all settings", "#settings, #line-settings"),
    "data": ("data set", "[data-group=data]"),
    "recipe": ("recipe", "[data-group=recipe]"),
    "engine": ("engine", "[data-group=engine]"),
    "layers": ("layers and biases", "[data-group=layers]"),
    "training": ("learning rate, loss, batch", "[data-group=training]"),
    "stops": ("when to pause", "#stops"),
    "curves": ("curves", "#curves, #curves-view"),
    "landscape": ("landscape", "#landscape, #landscape-view"),
    "slow-motion": ("slow motion", "#slow-motion, #slow-motion-view"),
    "views": ("curves, landscape and slow motion", ".views"),
    "function": ("function and its variables", "#walk-bench > .function"),
    "walk": ("buttons of the walk", "#walk-bench .walk"),
    "code": ("code", ".step-code, #line-code, #slow-listing, #loop-code"),
    "experiments": ("experiments", ".experiments"),
    "checks": ("checks", ".checks"),
    "console": ("prompt", ".console"),
    "files": ("files", ".desk"),
    "machine-code": ("machine code", "#machine-code"),
    "link": ("link to the whole page", "#frame-link"),
}
HIDDEN = ("intro", "goals", "questions", "reading")  # unless `show` names them
SNIPPET = """<iframe src="%s"
  title="Glassgrad: %s" width="100%%" height="%d" style="border: 0"
  allow="fullscreen; clipboard-write" loading="lazy"></iframe>"""
LENGTH, NAMED = 24, 4  # how much of an unknown name is said, and how many of them


class Frame:
    """What a query asks for: `name`, of an exhibit or a chapter, "" for the address's chapter; `chapter`, "" likewise;
    `show` and `hide`, lists of groups; `transparent`; and `trouble`, a sentence about what was not known, or "".

    pairs  (key, value) of the query, decoded
    """

    def __init__(self, pairs):
        query, unknown = {}, []
        for key, value in pairs:
            key = key.strip().lower()
            query[key[4:] if key.startswith("amp;") else key] = value
        self.name = query.get("embed", "").strip().lower()
        if self.name not in EXHIBITS and self.name not in CHAPTERS and self.name:
            unknown.append(self.name)
            self.name = ""
        self.chapter = EXHIBITS[self.name][1] if self.name in EXHIBITS else self.name
        self.show, self.hide = [], []
        for groups, key in ((self.show, "show"), (self.hide, "hide")):
            for group in query.get(key, "").lower().replace(" ", ",").split(","):
                if group in GROUPS and group not in groups:
                    groups.append(group)
                elif group and group not in GROUPS:
                    unknown.append(group)
        self.transparent = query.get("transparent", "no").strip().lower() in ("", "1", "yes", "true")
        self.trouble = _sentence(unknown)

    def style(self):
        """The style sheet that leaves only what is asked for."""
        rules = []
        if self.name in EXHIBITS:
            kept = [EXHIBITS[self.name][2], "#link-trouble", "#%s-trouble" % self.chapter]
            kept = ", ".join(kept + [GROUPS[group][1] for group in self.show])
            rules.append("main :not(:is(%s), :is(%s) *, :has(:is(%s)))" % (kept, kept, kept))
        else:
            rules += [GROUPS[group][1] for group in HIDDEN if group not in self.show]
        rules += [GROUPS[group][1] for group in self.hide]
        return "\n".join(["%s { display: none !important; }" % rule for rule in rules])


def _sentence(unknown):
    if not unknown:
        return ""
    names = [name if len(name) <= LENGTH else name[:LENGTH] + "…" for name in unknown[:NAMED]]
    if len(unknown) > NAMED:
        names.append("and %d more" % (len(unknown) - NAMED))
    return "Nothing to show or hide has this name: %s." % ", ".join(names)


def query(name, show=(), hide=(), transparent=False):
    """The query that asks for a frame, from ? on."""
    parts = ["embed=" + name if name else "embed"]
    parts += [key + "=" + ",".join(groups) for key, groups in (("show", show), ("hide", hide)) if groups]
    return "?" + "&".join(parts + ["transparent"] * transparent)


def told(name, chapter):
    """What the exhibit or the chapter is called, and the pixels that a frame 800 pixels wide needs.

    chapter  that of the address, for the name ""
    """
    if name in EXHIBITS:
        return EXHIBITS[name][0], EXHIBITS[name][3]
    return CHAPTERS.get(name or chapter, LINE)


def snippet(address, name, chapter):
    """The HTML of a frame that shows `address`, a whole one."""
    called, height = told(name, chapter)
    address = address.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return SNIPPET % (address, called, height)
