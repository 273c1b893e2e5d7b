/** The centre's notice at the bottom: it stands still when there is room for it, and runs when there is not. */
import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Both } from "toi-luot/parts.js";
import { own } from "toi-luot/texts.js";

const REM_PER_S = 7;

/** @param {{notice: Record<string, string>}} props {vi, en} */
export const Notice = ({ notice }) => {
  const text = [...new Set([own(notice), ...Object.values(notice)])].join("   ✦   ");
  const place = /** @type {{current: HTMLElement | null}} */ (useRef(null));
  const [seconds, set_seconds] = useState(0);
  useLayoutEffect(() => {
    const measure = () => set_seconds(running_s(place.current));
    measure();
    document.fonts.ready.then(measure);
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, [text]);
  return html`<footer class="notice">
    <b class="notice-head"><${Both} code="wall.notice" /></b>
    <div class="notice-place" ref=${place}>
      <p class=${seconds > 0 ? "is-running" : ""} style=${{ animationDuration: `${seconds}s` }}>
        <span>${text}</span>${seconds > 0 && html`<span aria-hidden="true">${text}</span>`}
      </p>
    </div>
  </footer>`;
};

/**
 * How long a text takes through a place too narrow for it, in seconds; 0 when it fits.
 * @param {HTMLElement | null} place
 */
function running_s(place) {
  const text = place?.querySelector("span");
  if (!place || !text || text.offsetWidth <= place.clientWidth) return 0;
  const rem_px = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Math.round(text.offsetWidth / rem_px / REM_PER_S);
}
