/**
 * What counts as one press of a key or button on a page of the staff.
 *
 * The second half of a double press is not taken for a new wish: where a hold becomes a resume it would undo the first,
 * and where a dialog or another button has just come up it would meet that.
 */

const DOUBLE_PRESS_MS = 350;

/** What stands for Enter and the space bar, on whatever button they are pressed. */
const BY_KEYBOARD = "button";
const PRESSING = new Set(["Enter", "NumpadEnter", "Space"]);

let last = { trigger: "", at_ms: -Infinity };

/** @param {string} trigger the key or button */
const is_second = (trigger) => trigger === last.trigger && performance.now() - last.at_ms < DOUBLE_PRESS_MS;

/**
 * Act, unless this is the second half of a double press.
 * @param {string} trigger the key or button
 * @param {() => unknown} act
 */
export function act_once(trigger, act) {
  const is_new = !is_second(trigger);
  last = { trigger, at_ms: performance.now() };
  if (is_new) act();
}

/**
 * Whether a key that goes down repeats the press that has just been acted on.
 * @param {KeyboardEvent} event
 */
export const is_second_half = ({ code }) => is_second(PRESSING.has(code) ? BY_KEYBOARD : code);

/** Whether a button is being pressed again and again by a key that is held down. @param {KeyboardEvent} event */
const is_held_on_button = ({ code, repeat, target }) =>
  repeat && PRESSING.has(code) && target instanceof HTMLButtonElement;

addEventListener("keydown", (event) => {
  if (is_held_on_button(event)) event.preventDefault();
});

/**
 * A button's handler for clicks: the second click of a double one (`detail` 2) may have met another button than the
 * first. `act` is given the trigger, which is the same for all buttons when they are pressed by the keyboard (0).
 * @param {string} id
 * @param {(trigger: string) => unknown} act
 */
export const on_click = (id, act) => (/** @type {MouseEvent} */ event) => {
  if (event.detail < 2) act(event.detail === 0 ? BY_KEYBOARD : id);
};
