"""The panel "Share and save" below the page's header: makes its parts, one a folded section."""

from ui.page.browser import by_id, window
from ui.yours.composer import Composer
from ui.yours.data_in import DataIn
from ui.yours.embedding import Embedding
from ui.yours.formula_in import Formula
from ui.yours.keeping import Keeping
from ui.yours.link_panel import LinkPanel
from ui.yours.out import Out
from ui.yours.point_table import PointTable
from ui.yours.task_view import TaskView


def open_parts(page):
    """Make all parts, so that they work from now on; `page` is the whole page."""
    by_id("yours-file").hidden = str(window.location.protocol) != "file:"
    Embedding(page)
    Keeping(page)
    page.link_panel = LinkPanel(page)
    DataIn(page)
    Formula(page)
    PointTable(page)
    Out(page)
    Composer(page)
    TaskView(page, teller(page))


def teller(page):
    """What tells a page around this one what happens, if there is one."""
    if not getattr(page, "host", None):
        return lambda type, **data: None
    from ui.page.host import tell

    return tell
