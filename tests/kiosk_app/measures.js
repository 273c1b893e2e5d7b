// What is wrong with the sizes on a kiosk's page, as it is or in the modes asked for: {mode: [faults]}.
// Wants {modes, diagonal_in}; a mode is a list of the signals of modes.js that are on, joined by "+", or "plain".
async ({ modes, diagonal_in }) => {
  const signals = await import("/kiosk/modes.js");
  const mm_of_px = (diagonal_in * 25.4) / Math.hypot(innerWidth, innerHeight);
  const mm = (px) => px * mm_of_px;
  const CAPITAL = 0.7;
  const LOWER = 0.38;
  const name = (element) => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 40)}`;
  // Painting is slow and nothing is measured on it: what was asked for is in place when the page's own turns have passed.
  const drawn = () => new Promise((done) => setTimeout(() => setTimeout(done)));

  const is_seen = (element, style) =>
    element.getBoundingClientRect().width && style.opacity !== "0" && !element.closest("svg, .only-read");

  const PART = ".sight main, .sight .dialog, .tool-bar";

  function text_faults(element, style, least) {
    const faults = [];
    const box = element.getBoundingClientRect();
    if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      faults.push(`outside: ${name(element)}`);
    const edge = element.parentElement.closest(PART)?.getBoundingClientRect();
    if (edge && (box.top < edge.top - 1 || box.bottom > edge.bottom + 1)) faults.push(`beyond its part: ${name(element)}`);
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) return faults;
    // A line of digits may be higher than its line box; letters may not be cut.
    const is_cut = element.scrollHeight > element.clientHeight + 2 || element.scrollWidth > element.clientWidth + 2;
    if (style.overflow !== "visible" && is_cut) faults.push(`cut off: ${name(element)}`);
    // Who pairs a kiosk stands before it; the rest of the screen is for everybody.
    if (element.closest(".pairing")) return faults;
    const capital = mm(parseFloat(style.fontSize)) * CAPITAL;
    if (capital < least) faults.push(`capitals of ${capital.toFixed(1)} mm: ${name(element)}`);
    return faults;
  }

  function button_faults(button, is_low) {
    const faults = [];
    const box = button.getBoundingClientRect();
    if (!box.width) return faults;
    const least = button.classList.contains("card") ? 30 : 20;
    if (mm(box.width) < 20 || mm(box.height) < least)
      faults.push(`too small to touch, ${mm(box.width).toFixed(1)} × ${mm(box.height).toFixed(1)} mm: ${name(button)}`);
    const inside = [...button.querySelectorAll("*")].map((part) => part.getBoundingClientRect());
    if (Math.max(0, ...inside.map(({ bottom }) => bottom)) > box.bottom + 1) faults.push(`spills over: ${name(button)}`);
    if (Math.max(0, ...inside.map(({ right }) => right)) > box.right + 1) faults.push(`spills aside: ${name(button)}`);
    if (is_low && box.top < innerHeight * LOWER - 1)
      faults.push(`too high, at ${((100 * box.top) / innerHeight).toFixed(0)} %: ${name(button)}`);
    return faults;
  }

  /** What of a box is left where an ancestor cuts off what goes beyond it. */
  function left_of(element) {
    let { top, bottom, left, right } = element.getBoundingClientRect();
    for (let over = element.parentElement; over; over = over.parentElement) {
      if (getComputedStyle(over).overflow === "visible") continue;
      const edge = over.getBoundingClientRect();
      [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
      [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
    }
    return { top, bottom, width: right - left, height: bottom - top };
  }

  /** Whether what is to be read or touched lies wholly before everything else; what a dialog covers does not count. */
  function cover_faults(element) {
    const box = element.getBoundingClientRect();
    const left = left_of(element);
    if (left.height < box.height - 1 || left.width < box.width - 1) return [`cut by what is around it: ${name(element)}`];
    const middle = box.left + box.width / 2;
    const tops = [box.top + 3, box.bottom - 3].map((y) => document.elementFromPoint(middle, y));
    return tops
      .filter((top) => top !== element.parentElement && !element.contains(top))
      .map((top) => `covered by ${top ? name(top) : "nothing"}: ${name(element)}`);
  }

  function covered() {
    const parts = [...document.querySelectorAll(".sight .dialog, .tool-bar")];
    if (parts.length < 2) parts.push(...document.querySelectorAll(".sight main"));
    return parts
      .flatMap((part) => [...part.querySelectorAll("button, .hero-notice, .fact, li, .find")])
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width)
      .flatMap(cover_faults);
  }

  function faults_of(mode) {
    const least = mode.includes("is_large") ? 7.3 : 4.8;
    const faults = [];
    for (const element of document.querySelectorAll("#screen *")) {
      const style = getComputedStyle(element);
      if (is_seen(element, style)) faults.push(...text_faults(element, style, least));
    }
    for (const button of document.querySelectorAll("#screen button"))
      faults.push(...button_faults(button, mode.includes("is_low") && !button.closest("[inert]")));
    faults.push(...covered());
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) faults.push("the page scrolls");
    return faults;
  }

  // A page that has just changed is deaf for a moment, and nothing could be met on it.
  document.getElementById("screen").style.pointerEvents = "auto";
  // Once, for what follows the panel's size by itself.
  await new Promise(requestAnimationFrame);
  const found = {};
  for (const mode of modes) {
    signals.forget_modes();
    for (const wish of mode.split("+")) if (wish in signals) signals[wish].value = true;
    await drawn();
    if (mode.includes("is_low")) await new Promise(requestAnimationFrame).then(drawn);
    found[mode] = faults_of(mode);
  }
  signals.forget_modes();
  await drawn();
  return found;
}
