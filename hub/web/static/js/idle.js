/** What waits until the browser has drawn. */

/**
 * Do it when there is nothing else to do, at the latest after so long; at once behind the script in a browser that does
 * not tell when it is idle (Safari).
 * @param {() => void} act
 * @param {number} timeout ms
 */
export function when_idle(act, timeout) {
  if ("requestIdleCallback" in window) requestIdleCallback(act, { timeout });
  else setTimeout(act, 1);
}
