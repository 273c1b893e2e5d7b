/**
 * What counts as one press of a finger.
 *
 * A press is a finger that goes down and comes up inside the same target: however long it stays and however it slips
 * meanwhile, where a browser's own click would be lost. After every press that changes the screen the panel is deaf for
 * a moment, so that the second half of a double tap cannot hit what has just appeared under it.
 */

const DEAF_MS = 500;

/** @type {{element: EventTarget | null, pointer: number} | null} */
let down = null;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let deaf;

/** Swallow touches for a moment; to be called by whatever replaces what is on the screen. */
export function be_deaf() {
  clearTimeout(deaf);
  document.body.dataset.deaf = "";
  deaf = setTimeout(() => {
    deaf = undefined;
    delete document.body.dataset.deaf;
  }, DEAF_MS);
}

/** @param {PointerEvent} event */
function is_inside(event) {
  const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

/**
 * Event handlers that make an element pressable: `<button ...${on_press(act)}>`.
 * @param {() => void} act
 */
export function on_press(act) {
  const fire = () => {
    if (deaf === undefined) act();
  };
  return {
    onPointerDown: (/** @type {PointerEvent} */ event) => {
      if (event.isPrimary && event.button === 0) down = { element: event.currentTarget, pointer: event.pointerId };
    },
    onPointerUp: (/** @type {PointerEvent} */ event) => {
      const mine = down?.element === event.currentTarget && down?.pointer === event.pointerId;
      down = null;
      if (mine && is_inside(event)) fire();
    },
    // `detail` is 0 for the keyboard and assistive technology; a finger's or mouse's click came as pointerup already.
    onClick: (/** @type {MouseEvent} */ event) => {
      if (event.detail === 0) fire();
    },
  };
}

// A long press must not open the browser's menu.
addEventListener("contextmenu", (event) => event.preventDefault());
