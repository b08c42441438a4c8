"""When things go wrong: the page says so in words, stops cleanly, and keeps what the visitor made."""

from playwright.sync_api import expect

HANG = "setTimeout(() => { while (true) {} }, 0)"  # in the worker: nothing there runs any more


def worker_of(page):
    page.wait_for_function("document.documentElement.dataset.engine === 'ready'")
    return page.workers[-1]


def expect_stopped(playground):
    expect(playground.page.locator("#train")).to_have_attribute("aria-pressed", "false")


def test_without_points_it_says_how_to_get_some(ready):
    ready.clear()
    ready.train()
    expect(ready.status).to_contain_text("no points to learn from")
    expect_stopped(ready)
    ready.page.locator("#undo").click()
    ready.train()
    ready.wait_for("steps", "n >= 1")


def test_with_one_class_only_it_says_what_is_missing(ready):
    ready.clear()
    ready.click(0, 0)
    ready.click(1, 1)
    ready.page.locator("#step").click()
    expect(ready.status).to_contain_text("All points are +1")
    ready.choose(-1)
    heard = "new MutationObserver(() => window.heard.push(status.textContent)).observe(status, {childList: true})"
    ready.page.evaluate("window.heard = []; const status = document.getElementById('status'); " + heard)
    ready.click(1, -1)
    expect(ready.status).to_contain_text("A point −1 added at (1.00, −1.00); 3 points.")
    assert not [words for words in ready.page.evaluate("window.heard") if "3 points" not in words]  # nothing else flashed by
    ready.page.locator("#step").click()
    expect(ready.page.locator("#steps")).to_have_text("1")


def test_taking_all_points_away_while_it_trains_stops_it(ready):
    ready.train()
    ready.wait_for("steps", "n >= 1")
    ready.clear()
    expect(ready.status).to_contain_text("no points to learn from")
    expect_stopped(ready)


def test_a_diverging_loss_is_explained_and_the_points_stay(ready):
    ready.set("rate", "1000")
    ready.page.select_option("#loss-function", "squared")
    ready.train()
    expect(ready.status).to_contain_text("smaller learning rate")
    expect_stopped(ready)
    ready.wait_for_points(100)
    ready.set("rate", "0.1")
    ready.page.locator("#reset").click()
    ready.train()
    ready.wait_for("steps", "n >= 2")


def test_a_link_whose_training_explodes_ends_with_the_same_words(ready):
    page = ready.page
    ready.open("#network?rate=1000&loss=squared&weights=1&dataset=xor&count=20")
    ready.wait_for_points(20)
    page.locator("#train").click()
    expect(page.locator("#status")).to_contain_text("smaller learning rate")
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#points")).to_have_text("20")
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")


def test_a_hanging_worker_is_replaced_and_training_goes_on_where_it_was(ready):
    page = ready.page
    page.select_option("#backend", "python")
    ready.click(2.0, -1.2)
    ready.train()
    ready.wait_for("steps", "n >= 3")
    worker_of(page).evaluate(HANG)
    expect(ready.status).to_contain_text("The engine stopped answering")
    steps = ready.number("steps")
    assert steps >= 3
    ready.wait_for_points(101)
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    ready.wait_for("steps", "n > %d" % steps)
    assert ready.number("steps") < steps + 60  # it went on from there, it did not start anew and catch up
    expect(ready.status).to_have_text("Training.")


def test_a_worker_that_dies_while_nothing_happens_is_noticed(ready):
    page = ready.page
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("1")
    loss = page.locator("#loss").inner_text()
    worker_of(page).evaluate("self.close()")
    expect(ready.status).to_contain_text("The engine stopped answering")
    expect(ready.status).to_contain_text("The engine is back, at 1 step")
    expect(page.locator("#loss")).to_have_text(loss)
    page.locator("#step").click()
    expect(page.locator("#steps")).to_have_text("2")
