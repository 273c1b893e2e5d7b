/** What never scrolls: as much as there is room for, whole, and the rest a touch away. */
import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { be_deaf, on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";
import { is_large, is_low, is_reading } from "../modes.js";

/** With which item each leaf began, up to the one on the screen. @type {import("@preact/signals").Signal<number[]>} */
const starts = signal([0]);

/** Begin anew, because there is something else to be leafed through. */
export function first_leaf() {
  starts.value = [0];
}

/** @param {number[]} next */
function turn(next) {
  be_deaf();
  starts.value = next;
}

/** How many of the first children lie wholly within, at least one. @param {HTMLElement} element */
function count_fitting(element) {
  const end = element.getBoundingClientRect().bottom + 1;
  const over = [...element.children].findIndex((child) => child.getBoundingClientRect().bottom > end);
  return over < 0 ? Infinity : Math.max(1, over);
}

/**
 * How many items there is room for: all that may be shown are drawn, counted, and drawn again before anybody sees them.
 * @param {string} content another one is counted anew
 */
function use_room(content) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [size, set_size] = useState("");
  const [counted, set_counted] = useState({ of: "", n: Infinity });
  const of = `${content} ${size}`;
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([{ contentRect }]) => set_size(`${contentRect.width}x${contentRect.height}`));
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (box.current && counted.of !== of) set_counted({ of, n: count_fitting(box.current) });
  });
  return { box, room: counted.of === of ? counted.n : Infinity };
}

/** @param {{icon: string, label: string, to: number[] | null}} props */
const Turn = ({ icon, label, to }) => html`
  <button class="button turn" id=${icon} disabled=${to === null} aria-label=${label} ...${on_press(() => to && turn(to))}>
    <${Icon} name=${icon} />
  </button>`;

/**
 * @param {{items: any[], most: number, kind: string, of: string}} props `most`: choices that one look takes in; `of` names
 *   what is leafed through
 */
export const Leaves = ({ items, most, kind, of }) => {
  // A list that came anew may be shorter.
  const start = starts.value.findLast((one) => one < items.length) ?? 0;
  const all = items.slice(start, start + most);
  const modes = [is_large.value, is_low.value, is_reading.value];
  const { box, room } = use_room([of, start, items.length, ...modes].join());
  const end = Math.min(start + Math.min(room, most), items.length);
  const is_one = start === 0 && end === items.length;
  return html`<div class=${`leaf ${kind}`} ref=${box} data-of=${items.length}>${all.slice(0, end - start)}</div>
    <div class="turns" data-idle=${is_one}>
      <${Turn} icon="chevron-left" label=${t("kiosk_find.turn_back")} to=${start > 0 ? starts.value.slice(0, -1) : null} />
      <span class="turn-where" role="status">${!is_one && t("kiosk_find.leaf", { from: start + 1, to: end, of: items.length })}</span>
      <${Turn} icon="chevron-right" label=${t("kiosk_find.turn_on")} to=${end < items.length ? [...starts.value, end] : null} />
    </div>`;
};
