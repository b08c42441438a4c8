"""Training that cannot go on says why, and begins again with weights that can be used."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("backend", ["compiled", "python"])
def test_after_a_divergence_a_smaller_rate_begins_again_from_the_seed(ready, backend):
    page = ready.page
    ready.open("#network?rate=50&loss=squared&falls=off&count=20&hidden=4&backend=" + backend)
    ready.wait_for_points(20)
    page.locator("#train").click()
    expect(ready.status).to_contain_text("became infinite or NaN")
    expect(page.locator("#train")).to_have_attribute("aria-pressed", "false")
    ready.set("rate", "0.01")
    expect(ready.status).to_contain_text("begins again with the weights of seed 0")
    expect(page.locator("#steps")).to_have_text("0")
    for number in ("1", "2", "3"):
        page.locator("#step").click()
        expect(page.locator("#steps")).to_have_text(number)
    ready.wait_for("loss", "n < 50")


def test_train_after_a_divergence_begins_again_too(ready):
    page = ready.page
    ready.open("#network?rate=50&loss=squared&falls=off&hidden=4")
    expect(page.locator("#rate")).to_have_value("50")
    page.locator("#train").click()
    expect(ready.status).to_contain_text("became infinite or NaN")
    page.locator("#step").click()
    expect(ready.status).to_contain_text("begins again with the weights of seed 0")
    expect(page.locator("#steps")).to_have_text("1")


def test_a_net_that_is_dead_is_said_to_be(ready):
    page = ready.page
    ready.open("#network?rate=1000&hidden=2&alpha=0&falls=off")
    expect(page.locator("#rate")).to_have_value("1000")
    page.locator("#train").click()
    expect(ready.status).to_contain_text("every point has had the same score")
    expect(ready.status).to_contain_text("New weights")


def test_the_first_number_that_is_not_finite_is_named_and_half_the_rate_goes_on_from_the_last_good_step(ready):
    page = ready.page
    ready.open("#network?rate=2&loss=squared&falls=off&hidden=4&alpha=0")
    expect(page.locator("#rate")).to_have_value("2")
    page.locator("#train").click()
    expect(ready.status).to_contain_text("is beyond the largest float")
    expect(ready.status).to_contain_text("at the point (")
    button = page.locator("#half-rate")
    expect(button).to_have_text("Back to step 1, with half the rate")  # the loss was lowest there
    button.click()
    expect(button).to_be_hidden()
    expect(page.locator("#rate")).to_have_value("1")
    ready.wait_for("steps", "n > 400")
    page.locator("#branch").click()
    expect(page.locator("#rate")).to_have_value("2")
