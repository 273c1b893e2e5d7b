/**
 * Tell the style sheets, as `--above`, where the sight begins below whatever stands over it: what is to be within reach
 * is measured from there.
 * @param {HTMLElement} sight
 */
export function watch_reach(sight) {
  const tell = () => document.documentElement.style.setProperty("--above", `${sight.offsetTop}px`);
  new ResizeObserver(tell).observe(sight);
}
