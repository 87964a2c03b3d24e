"""How an interactive figure keeps up with a hand: inputs, one a frame, to each of its controls in turn."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Locator, Page

CONTROLS = ".sc-x-live :is([type=range], [type=radio], [type=checkbox], select):not(.sc-x-guess *)"
# Each input goes to the control between two frames. Before the next one is painted the figure must have changed; a
# message sent then is delivered once it is painted. [drawn in time, milliseconds to the paint], for each input.
_INPUTS = """async ([control, count]) => {
  const live = control.closest(".sc-x-live");
  const group = [...live.querySelectorAll(`input[name="${control.name}"]`)];
  let changed = false;
  const watch = new MutationObserver(() => (changed = true));
  watch.observe(live, { subtree: true, childList: true, attributes: true, characterData: true });
  const frame = () => new Promise((done) => requestAnimationFrame(() => done(changed)));
  const after = () => new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });
  const act = (i) => {
    if (control.type === "radio") return group[i % group.length].click();
    if (control.type === "checkbox") return control.click();
    if (control.type === "range") {
      const steps = Math.round((control.max - control.min) / control.step);
      const at = Math.round((Number(control.value) - control.min) / control.step);
      control.value = Number(control.min) + ((at + 1 + (i * 7) % Math.max(1, steps - 1)) % (steps + 1)) * control.step;
      return control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const open = [...control.options].filter((option) => !option.disabled && !option.selected);
    control.value = open[i % open.length].value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  };
  // The first of a group may be the one that is chosen already.
  if (control.type === "radio") group.find((one) => one !== group[0])?.click();
  const seen = [];
  for (let i = 0; i < count; i++) {
    await frame();
    await after();
    changed = false;
    const start = performance.now();
    act(i);
    const drawn = await frame();
    await after();
    seen.push([drawn, performance.now() - start]);
  }
  watch.disconnect();
  return seen;
}"""
_GROUP = "one => [one.type === 'radio' ? one.name : '', (one.labels?.[0]?.textContent ?? '').trim()]"


@dataclass
class Pace:
    """What the inputs to one control came to.

    next_frame: how many of them were drawn in the next frame. work: milliseconds of the page's own processor time for
    each, painting included, whatever else a busy machine does. middle, slowest: milliseconds from input to paint by the
    clock, which half of the inputs kept and 95 of 100.
    """

    control: str
    inputs: int
    next_frame: int
    work: float
    middle: float
    slowest: float


def paces(page: Page, found: Locator, count: int, slowdown: float = 1) -> list[Pace]:
    """The pace of each control of a figure whose answer is shown; of radio buttons, one a group.

    count: inputs to each. slowdown: how many times slower than it is the processor is to be.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    reset = found.get_by_role("button", name="Reset the settings")
    out, groups = [], set()
    for control in page.query_selector_all(CONTROLS):
        group, label = control.evaluate(_GROUP)
        if group in groups or not control.is_visible() or control.is_disabled():
            continue
        groups |= {group} - {""}
        session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
        before = _work(session)
        seen = control.evaluate(f"(one, count) => ({_INPUTS})([one, count])", count)
        work = (_work(session) - before) / count
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        times = sorted(time for _, time in seen)
        in_time = sum(drawn for drawn, _ in seen)
        middle, slowest = times[len(times) // 2], times[max(0, int(0.95 * len(times)) - 1)]
        out.append(Pace(" ".join(label.split())[:48], count, in_time, work, middle, slowest))
        reset.evaluate("one => one.click()")
    session.detach()
    return out


def _work(session: CDPSession) -> float:
    """Milliseconds of processor time that the page's main thread has taken so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(one["value"] for one in metrics if one["name"] == "TaskDuration")
