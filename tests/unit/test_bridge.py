"""The page's side of the protocol without a browser: which worker's answers count, when one is lost, and what is kept."""

import asyncio
from types import SimpleNamespace

import pytest

from tests.unit.stand_in import Browser, finish, settle
from ui.page import wire
from ui.page.wire import Failed

OK = wire.encode({"answer": ""})


def answer(thing, key="answer"):
    return wire.encode({key: thing})


class Page:
    """A bridge, and what it has told the page."""

    def __init__(self, browser):
        from ui.page.bridge import Bridge

        self.browser, self.told, self.shares = browser, [], []
        self.bridge = Bridge(
            ready=lambda: self.told.append("ready"),
            lost=lambda how: self.told.append("lost: " + how),
            failed=lambda words: self.told.append("failed: " + words),
            progress=self.shares.append,
            replaced=lambda: self.told.append("replaced"),
        )

    @property
    def worker(self):
        return self.browser.workers[-1]

    async def start(self):
        self.bridge.start()
        await self.started()

    async def started(self):
        """The worker that is starting now gets ready."""
        await settle()
        self.worker.ready.set_result(None)
        await settle()
        self.worker.asked("load").set_result(OK)
        await settle()
        assert self.bridge.state == "ready"


@pytest.fixture
def on_a_page(monkeypatch):
    """A function that runs a test, a coroutine function of a Page, in a browser that stands in for one."""

    def run(test):
        async def main():
            browser = Browser()
            browser.install(monkeypatch)
            page = Page(browser)
            await test(page)
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        finish(main())

    return run


def test_numbers_arrive_as_they_were_sent(on_a_page):
    async def test(page):
        await page.start()
        asked = asyncio.ensure_future(page.bridge.ask("f", 2**53 + 1, -0.0, float("inf")))
        await settle()
        name, text = page.worker.asked("ask").arguments
        assert (name, repr(wire.decode(text))) == ("f", "[9007199254740993, -0.0, inf]")
        page.worker.asked("ask").set_result(answer([1e21, float("nan")]))
        assert repr(await asked) == "[1e+21, nan]"

    on_a_page(test)


def test_a_worker_that_was_there_before_the_page_s_python_is_taken_once_with_what_it_has_reported(on_a_page):
    async def test(page):
        from pyscript import document

        early = document.defaultView.firstWorker = page.browser.worker()
        await page.start()
        assert page.browser.workers == [early] and early.questions
        page.bridge.stop()
        await page.started()
        assert len(page.browser.workers) == 2 and early.ended

    on_a_page(test)


def test_what_such_a_worker_has_reported_is_not_lost(on_a_page):
    async def test(page):
        from pyscript import document

        early = document.defaultView.firstWorker = page.browser.worker()
        early.reported = "out of memory"
        page.browser.files["worker.zip"] = 404
        page.bridge.start()
        await page.browser.pass_time(100)
        assert page.told == ["failed: worker.zip could not be loaded (404)"]

    on_a_page(test)


def test_a_worker_that_is_silent_too_long_is_replaced_and_its_late_answer_never_comes(on_a_page):
    async def test(page):
        await page.start()
        asked, first = asyncio.ensure_future(page.bridge.ask("f")), page.worker
        await page.browser.pass_time(4_900)
        assert page.told == ["ready"]
        await page.browser.pass_time(1_000)
        assert page.told == ["ready", "lost: stopped answering"] and first.ended
        first.asked("ask").set_result(answer("late"))
        await page.started()
        assert not asked.done() and page.told[-1] == "ready"

    on_a_page(test)


async def lost_after(page, seconds):
    """The worker is silent, and counts as lost after so long and not before."""
    before = len(page.told)
    asyncio.ensure_future(page.bridge.ask("f"))
    await page.browser.pass_time(1000 * seconds - 500)
    assert len(page.told) == before
    await page.browser.pass_time(1_500)
    assert page.told[before:] == ["lost: stopped answering"]
    await page.started()


def test_a_slow_device_is_given_more_time_after_each_replacement(on_a_page):
    async def test(page):
        await page.start()
        for seconds in (5, 10, 20):
            await lost_after(page, seconds)
            page.bridge.trust()

    on_a_page(test)


def test_once_a_worker_has_long_got_further_the_next_loss_is_noticed_as_soon_as_the_first(on_a_page):
    async def test(page):
        await page.start()
        for seconds in (5, 10, 20):
            await lost_after(page, seconds)
            for _ in range(50):
                page.bridge.trust()
        for _ in range(51):
            page.bridge.trust()
        await lost_after(page, 5)

    on_a_page(test)


def test_a_device_whose_answers_come_late_keeps_twice_the_time_that_they_took(on_a_page):
    async def test(page):
        await page.start()
        for seconds in (5, 10, 20):
            await lost_after(page, seconds)
        asked = asyncio.ensure_future(page.bridge.ask("f"))
        await page.browser.pass_time(8_200)
        page.worker.asked("ask").set_result(answer("late"))
        await page.browser.pass_time(1_000)
        assert await asked == "late"
        for _ in range(101):
            page.bridge.trust()
        await lost_after(page, 16)

    on_a_page(test)


def test_patience_belongs_to_one_question(on_a_page):
    async def test(page):
        await page.start()
        asyncio.ensure_future(page.bridge.ask("prompt", patient=True))
        await page.browser.pass_time(60_000)
        assert page.bridge.patient and page.told == ["ready"]
        page.worker.asked("ask").set_exception(Exception("it broke down"))
        await settle()
        assert page.told[-1] == "lost: failed (it broke down)" and not page.bridge.patient
        await page.started()
        asyncio.ensure_future(page.bridge.ask("prompt", patient=True))
        await settle()
        page.worker.asked("ask").set_result(answer(1))
        await settle()
        assert not page.bridge.patient
        asyncio.ensure_future(page.bridge.ask("f"))
        await page.browser.pass_time(6_000)
        assert page.told[-1] == "lost: stopped answering"

    on_a_page(test)


def test_what_the_visitors_code_raises_is_no_crash(on_a_page):
    async def test(page):
        await page.start()
        asked = asyncio.ensure_future(page.bridge.ask("f"))
        await settle()
        failed = {"words": "ValueError: no", "line": 3, "numeric": True, "ours": False}
        page.worker.asked("ask").set_result(answer(failed, "failed"))
        with pytest.raises(Failed) as raised:
            await asked
        assert (raised.value.words, raised.value.line, raised.value.numeric) == ("ValueError: no", 3, True)
        assert page.told == ["ready"] and page.bridge.state == "ready"

    on_a_page(test)


async def crash(page):
    asyncio.ensure_future(page.bridge.ask("f"))
    await settle()
    page.worker.asked("ask").set_exception(Exception("fatal"))
    await settle()


def test_crashes_in_a_row_end_in_words_and_those_with_success_between_do_not(on_a_page):
    async def test(page):
        await page.start()
        for _ in range(6):
            await crash(page)
            await page.started()
            page.bridge.trust()
        for _ in range(3):
            await crash(page)
            await page.started()
        await crash(page)
        assert page.told[-1] == "failed: 4 in a row failed (fatal)" and page.bridge.state == "failed"

    on_a_page(test)


def test_a_task_goes_on_until_its_answer_and_tells_its_progress(on_a_page):
    async def test(page):
        await page.start()
        progress = []
        run = asyncio.ensure_future(page.bridge.run("count", 3, progress=progress.append))
        await settle()
        page.worker.asked("begin").set_result(answer(1, "progress"))
        await settle()
        name, number = page.worker.asked("go_on").arguments
        assert page.worker.questions[-2].arguments == (name, number, "[3]")
        page.worker.asked("go_on").set_result(answer(2, "progress"))
        await settle()
        page.worker.asked("go_on").set_result(answer("end"))
        assert await run == "end" and progress == [1, 2]

    on_a_page(test)


@pytest.mark.parametrize("anew", [True, False])
def test_a_task_that_is_cancelled_or_begun_anew_answers_nothing(on_a_page, anew):
    async def test(page):
        await page.start()
        first = asyncio.ensure_future(page.bridge.run("count"))
        await settle()
        old = page.worker.asked("begin")
        second = asyncio.ensure_future(page.bridge.run("count")) if anew else page.bridge.cancel("count")
        await settle()
        old.set_result(answer("of the first"))
        assert await first is None
        if second:
            page.worker.asked("begin").set_result(answer("of the second"))
            assert await second == "of the second"

    on_a_page(test)


def test_a_task_of_a_lost_worker_never_answers_and_the_next_worker_can_begin_it(on_a_page):
    async def test(page):
        await page.start()
        first = asyncio.ensure_future(page.bridge.run("count"))
        await settle()
        old = page.worker.asked("begin")
        page.bridge.stop()
        await page.started()
        old.set_result(answer("old"))
        second = asyncio.ensure_future(page.bridge.run("count"))
        await settle()
        page.worker.asked("begin").set_result(answer("new"))
        assert await second == "new" and not first.done()

    on_a_page(test)


def test_a_start_that_fails_says_so_and_what_comes_of_it_later_does_not_count(on_a_page):
    async def test(page):
        page.bridge.start()
        await settle()
        page.worker.ready.set_exception(Exception("no\nmemory"))
        await settle()
        assert page.told == ["failed: memory"] and page.worker.ended
        await page.start()
        assert page.told == ["failed: memory", "ready"]

    on_a_page(test)


def test_a_start_that_is_begun_anew_counts_once(on_a_page):
    async def test(page):
        page.bridge.start()
        await settle()
        first = page.worker
        page.bridge.start()
        await page.started()
        first.ready.set_result(None)
        await settle()
        assert page.told == ["ready"] and first.ended and page.bridge.state == "ready"

    on_a_page(test)


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("pyodide.asm.wasm", b"\0asm", "pyodide.asm.wasm is not whole: it has 4 of 10 bytes"),
        ("pyodide.asm.wasm", bytes(1234), "pyodide.asm.wasm is too large: it has 1,234 of 10 bytes"),
        ("library.zip", bytes(1234), "library.zip is not whole: it ends after 1,234 bytes"),
        ("worker.zip", 404, "worker.zip could not be loaded (404)"),
        ("pyodide.asm.mjs", OSError("Failed to fetch"), "pyodide.asm.mjs could not be loaded (Failed to fetch)"),
        ("pyodide.mjs", b"<!doctype html>", "a web page came in place of pyodide.mjs: does this network ask you to sign in?"),
        ("worker.py", 404, "worker.py could not be loaded (404)"),
    ],
)
def test_a_broken_file_is_named_and_the_next_start_does_not_believe_the_cache(on_a_page, name, content, words):
    async def test(page):
        page.browser.files[name] = content
        page.bridge.start()
        await settle()
        page.worker.ready.set_exception(Exception("it did not start"))
        await settle()
        assert page.told == ["failed: " + words] and page.worker.ended
        assert {how for _, how in page.browser.fetched} == {"default"}
        page.browser.fetched.clear()
        del page.browser.files[name]
        await page.start()
        assert {how for _, how in page.browser.fetched} == {"reload"} and page.told[-1] == "ready"
        assert any(address.endswith("made/worker.zip") for address, _ in page.browser.fetched)

    on_a_page(test)


@pytest.mark.parametrize("broken", [True, False])
def test_an_error_of_a_worker_that_is_starting_is_the_end_only_if_a_file_is_broken(on_a_page, broken):
    async def test(page):
        page.bridge.start()
        await settle()
        if broken:
            page.browser.files["worker.zip"] = 404
        page.worker.onerror(SimpleNamespace(message="InvalidStateError"))
        await settle()
        assert page.told == (["failed: worker.zip could not be loaded (404)"] if broken else [])
        if not broken:
            await page.started()
            assert page.told == ["ready"]

    on_a_page(test)


def test_python_that_never_starts_is_given_up_with_what_it_reported(on_a_page):
    async def test(page):
        page.bridge.start()
        await settle()
        page.worker.onerror(SimpleNamespace(message="RangeError: out of memory"))
        await page.browser.pass_time(92_000)
        assert page.told == ["failed: Python did not start in time. It reported: RangeError: out of memory"]

    on_a_page(test)


def test_python_that_still_comes_is_waited_for(on_a_page):
    async def test(page):
        page.bridge.start()
        await settle()
        for share in (0.1, 0.5, 0.9):
            await page.browser.pass_time(80_000)
            page.worker.listeners["message"](SimpleNamespace(data=SimpleNamespace(loaded=share)))
            page.worker.listeners["message"](SimpleNamespace(data="something else"))
        assert page.shares == [0.1, 0.5, 0.9] and page.told == []
        await page.started()
        assert page.told == ["ready"]

    on_a_page(test)


def test_a_worker_that_is_gone_while_nothing_happens_is_noticed(on_a_page):
    async def test(page):
        await page.start()
        page.worker.dead = True
        await page.browser.pass_time(10_000)
        assert page.told == ["ready", "lost: stopped answering"]

    on_a_page(test)


async def changing(page, started, proving):
    """Change files, with a Python that takes so long to start, and proof that never answers; how long it may take."""
    change = asyncio.ensure_future(page.bridge.change({"engine/value.py": "x"}, {}, []))
    await settle()
    await page.browser.pass_time(started)
    page.worker.ready.set_result(None)
    await settle()
    page.worker.asked("load").set_result(OK)
    await settle()
    await page.browser.pass_time(proving)
    return change


def test_changed_files_that_hang_are_refused_in_words_and_the_present_worker_stays(on_a_page):
    async def test(page):
        await page.start()
        change, first = await changing(page, 1_000, 16_000), page.browser.workers[0]
        assert "within 15 seconds" in await change and "endless loop" in await change
        assert not first.ended and page.worker.ended and page.bridge.changed == {} and page.told == ["ready"]

    on_a_page(test)


def test_where_python_itself_starts_slowly_changed_files_may_take_longer(on_a_page):
    async def test(page):
        await page.start()
        change = await changing(page, 20_000, 60_000)
        assert not change.done()
        page.worker.asked("begin").set_result(answer(None, "progress"))
        await page.browser.pass_time(60_000)
        page.worker.asked("go_on").set_result(OK)
        assert await change == "" and page.bridge.changed == {"engine/value.py": "x"}
        assert page.told == ["ready", "replaced", "ready"]

    on_a_page(test)
